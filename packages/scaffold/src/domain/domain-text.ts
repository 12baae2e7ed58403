/** What the files of a new domain name. */
export interface DomainText {
  /** Of the files of code: `ts`, `mts`, `js` or `mjs`. */
  readonly extension: string;
  readonly name: string;
  readonly title: string;
  readonly axes: readonly string[];
  /** The last axis, along which patterns lie anywhere. */
  readonly last: string;
  /** The one before it, along which every position has its own; undefined where there is one axis. */
  readonly first: string | undefined;
}

/** What only TypeScript says: `: number`. */
export const typed = ({ extension }: DomainText, text: string): string =>
  extension.endsWith('ts') ? text : '';
