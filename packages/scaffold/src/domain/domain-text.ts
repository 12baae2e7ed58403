/** What the files of a new domain name. */
export interface DomainText {
  readonly name: string;
  readonly title: string;
  readonly axes: readonly string[];
  /** The last axis, along which patterns lie anywhere. */
  readonly last: string;
  /** The one before it, along which every position has its own; undefined where there is one axis. */
  readonly first: string | undefined;
}
