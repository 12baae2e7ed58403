/** What of \@sabaki/sgf 3.4 tests use, as another reader; the package has no types of its own. */
declare module '@sabaki/sgf' {
  export interface SgfNode {
    /** Property names in capitals, each with its values. */
    readonly data: Readonly<Record<string, readonly string[]>>;
    /** The next node, or the first nodes of several variations. */
    readonly children: readonly SgfNode[];
  }
  const sgf: {
    /** @throws Error at characters that belong to no token. */
    parse(contents: string): SgfNode[];
  };
  export default sgf;
}
