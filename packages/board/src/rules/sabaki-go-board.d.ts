/** What of \@sabaki/go-board 1.4 the tests use; the package has no types of its own. */
declare module '@sabaki/go-board' {
  type Vertex = [column: number, row: number];
  export default class GoBoard {
    static fromDimensions(width: number, height?: number): GoBoard;
    /** 1 black, −1 white, 0 empty. */
    readonly signMap: number[][];
    makeMove(
      sign: number,
      vertex: Vertex,
      options?: { preventSuicide?: boolean; preventKo?: boolean },
    ): GoBoard;
    analyzeMove(
      sign: number,
      vertex: Vertex,
    ): { overwrite: boolean; capturing: boolean; suicide: boolean; ko: boolean };
    getLiberties(vertex: Vertex): Vertex[];
    getChain(vertex: Vertex): Vertex[];
  }
}
