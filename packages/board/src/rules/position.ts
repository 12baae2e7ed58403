import { InputError } from '@axiswise/messages';
import { gtpName, PASS } from './coordinates.ts';
import { neighboursOf } from './neighbours.ts';

export const EMPTY = 0;
export const BLACK = 1;
/** A white stone on a point. */
export const WHITE = 2;

export type Colour = typeof BLACK | typeof WHITE;

export const otherColour = (colour: number): Colour => (BLACK + WHITE - colour) as Colour;

/** Why a move is illegal. */
export type Illegality = 'occupied' | 'suicide' | 'ko';

const describe: Record<Illegality, string> = {
  occupied: 'the point is occupied',
  suicide: 'the stones would have no liberty (suicide)',
  ko: 'the ko may not be taken back at once',
};

/**
 * A position of Go that changes from move to move: stones, chains, the player to move, the ko.
 *
 * A point is `row × size + column`, with row 0 at the top as in SGF. The rules are those that
 * Chinese and Japanese rules share: no suicide, and simple ko (a stone that has just captured one
 * stone may not be recaptured at once). Passing is always legal.
 *
 * Chains are circular lists. Each counts its empty neighbours once per stone that touches them
 * ("pseudo-liberties"). A chain is captured when this count is zero, and a move changes only the
 * counts of the chains beside it. No move allocates memory.
 *
 * @example
 * const position = new Position(9);
 * position.play(40); // the centre, black
 * position.toMove; // 2, WHITE
 * position.libertiesAt(40); // 4
 */
export class Position {
  readonly size: number;
  /** EMPTY, BLACK or WHITE for every point. */
  readonly points: Uint8Array;
  toMove: Colour = BLACK;
  /** Moves made so far, passes included. */
  moveNumber = 0;
  /** The point that the ko forbids to the player to move; −1 if there is none. */
  koPoint = -1;
  /** The point of the last move, PASS, or undefined before the first. */
  lastMove: number | undefined;

  /** The chain of every stone: the index of one of its points. */
  readonly #chain: Int16Array;
  /** The next stone of the same chain, in a circle. */
  readonly #next: Int16Array;
  /** Stones and pseudo-liberties, indexed by chain. */
  readonly #stones: Int16Array;
  readonly #pseudoLiberties: Int16Array;
  /** The number of the move that played the stone; 0 for setup stones. */
  readonly #playedAt: Int16Array;
  readonly #neighbours: Int16Array;
  /** A point is marked if it holds the present stamp, so no set has to be cleared. */
  readonly #marks: Int32Array;
  #stamp = 0;

  constructor(size = 19) {
    if (!(Number.isInteger(size) && size >= 2 && size <= 25)) {
      throw new InputError('board', `the board size must be an integer from 2 to 25, got ${size}`);
    }
    const area = size * size;
    this.size = size;
    this.points = new Uint8Array(area);
    this.#chain = new Int16Array(area);
    this.#next = new Int16Array(area);
    this.#stones = new Int16Array(area);
    this.#pseudoLiberties = new Int16Array(area);
    this.#playedAt = new Int16Array(area);
    this.#marks = new Int32Array(area);
    this.#neighbours = neighboursOf(size);
  }

  colourAt(point: number): number {
    return this.points[point];
  }

  isLegal(point: number, colour: number = this.toMove): boolean {
    return point === PASS || this.whyIllegal(point, colour) === undefined;
  }

  /** Says why a stone may not be played there; undefined if it may. */
  whyIllegal(point: number, colour: number = this.toMove): Illegality | undefined {
    if (this.points[point] !== EMPTY) return 'occupied';
    if (point === this.koPoint && colour === this.toMove) return 'ko';
    const { points } = this;
    const neighbours = this.#neighbours;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbour = neighbours[i];
      if (neighbour < 0) continue;
      const there = points[neighbour];
      if (there === EMPTY) return undefined;
      // A friendly chain with another liberty, or an enemy chain that loses its last one.
      if ((there === colour) !== this.#touchesAllLiberties(point, neighbour)) return undefined;
    }
    return 'suicide';
  }

  /**
   * Plays a move.
   *
   * @param point a point, or PASS.
   * @returns the number of captured stones.
   * @throws InputError that names the point and the reason if the move is illegal; nothing changes
   * then.
   */
  play(point: number, colour: number = this.toMove): number {
    if (point !== PASS) {
      if (!(Number.isInteger(point) && point >= 0 && point < this.points.length)) {
        throw new InputError(
          'board',
          `${point} is not a point of a ${this.size}×${this.size} board`,
        );
      }
      const why = this.whyIllegal(point, colour);
      if (why) {
        throw new InputError(
          'board',
          `${colour === BLACK ? 'black' : 'white'} ${gtpName(point, this.size)}: ${describe[why]}`,
        );
      }
    }
    this.moveNumber++;
    this.koPoint = -1;
    this.lastMove = point;
    this.toMove = otherColour(colour);
    return point === PASS ? 0 : this.#putStone(point, colour);
  }

  /** Sets a stone, or removes one with EMPTY, outside of play: nothing is captured. */
  place(point: number, colour: number): void {
    this.points[point] = colour;
    this.#playedAt[point] = 0;
    this.koPoint = -1;
    this.#findChains();
  }

  /** Counts the liberties of the chain at a point: empty points beside it; 0 on an empty point. */
  libertiesAt(point: number): number {
    if (this.points[point] === EMPTY) return 0;
    return this.visitLiberties(point, () => {});
  }

  /** Visits each liberty of the chain at a point once; returns how many there are. */
  visitLiberties(point: number, visit: (liberty: number) => void): number {
    const { points } = this;
    const neighbours = this.#neighbours;
    const next = this.#next;
    const marks = this.#marks;
    const stamp = ++this.#stamp;
    let count = 0;
    let stone = point;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const neighbour = neighbours[i];
        if (neighbour < 0 || points[neighbour] !== EMPTY || marks[neighbour] === stamp) continue;
        marks[neighbour] = stamp;
        count++;
        visit(neighbour);
      }
      stone = next[stone];
    } while (stone !== point);
    return count;
  }

  /** Identifies the chain of a stone: the same number for all of its stones. */
  chainAt(point: number): number {
    return this.#chain[point];
  }

  /** Counts the stones of the chain at a point. */
  chainSize(point: number): number {
    return this.points[point] === EMPTY ? 0 : this.#stones[this.#chain[point]];
  }

  /** Returns the next stone of the same chain; after the last one the first again. */
  nextInChain(point: number): number {
    return this.#next[point];
  }

  /** Lists the stones of the chain at a point. */
  stonesOf(point: number): number[] {
    if (this.points[point] === EMPTY) return [];
    const stones = [point];
    for (let stone = this.#next[point]; stone !== point; stone = this.#next[stone]) {
      stones.push(stone);
    }
    return stones;
  }

  /** Returns the only liberty of the chain at a point; −1 if it has more than one. */
  atariLiberty(point: number): number {
    const neighbours = this.#neighbours;
    const { points } = this;
    let found = -1;
    let stone = point;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const neighbour = neighbours[i];
        if (neighbour < 0 || points[neighbour] !== EMPTY || neighbour === found) continue;
        if (found !== -1) return -1;
        found = neighbour;
      }
      stone = this.#next[stone];
    } while (stone !== point);
    return found;
  }

  /**
   * Counts the moves since the stone at a point was played, 1 for the last move; Infinity if none
   * was.
   */
  turnsSince(point: number): number {
    const playedAt = this.#playedAt[point];
    return this.points[point] === EMPTY || playedAt === 0
      ? Infinity
      : this.moveNumber - playedAt + 1;
  }

  copy(): Position {
    const copy = new Position(this.size);
    copy.assign(this);
    return copy;
  }

  /** Becomes equal to another position of the same size. */
  assign(other: Position): void {
    this.points.set(other.points);
    this.#chain.set(other.#chain);
    this.#next.set(other.#next);
    this.#stones.set(other.#stones);
    this.#pseudoLiberties.set(other.#pseudoLiberties);
    this.#playedAt.set(other.#playedAt);
    this.toMove = other.toMove;
    this.moveNumber = other.moveNumber;
    this.koPoint = other.koPoint;
    this.lastMove = other.lastMove;
  }

  /** Empties the board. */
  clear(): void {
    this.points.fill(EMPTY);
    this.#playedAt.fill(0);
    this.toMove = BLACK;
    this.moveNumber = 0;
    this.koPoint = -1;
    this.lastMove = undefined;
  }

  /**
   * Scores by area: stones, and empty regions that touch one colour only. Every stone on the board
   * counts as alive.
   */
  areaScore(): { black: number; white: number } {
    const { points } = this;
    const score = [0, 0, 0];
    const seen = new Uint8Array(points.length);
    for (let start = 0; start < points.length; start++) {
      if (points[start] !== EMPTY) {
        score[points[start]]++;
        continue;
      }
      if (seen[start]) continue;
      seen[start] = 1;
      const region = [start];
      let borders = 0;
      for (const point of region) {
        for (let i = 4 * point; i < 4 * point + 4; i++) {
          const neighbour = this.#neighbours[i];
          if (neighbour < 0) continue;
          if (points[neighbour] !== EMPTY) borders |= points[neighbour];
          else if (!seen[neighbour]) {
            seen[neighbour] = 1;
            region.push(neighbour);
          }
        }
      }
      if (borders === BLACK || borders === WHITE) score[borders] += region.length;
    }
    return { black: score[BLACK], white: score[WHITE] };
  }

  /**
   * Whether this point is the only liberty of a chain (pseudo-liberties count once per touching
   * stone).
   */
  #touchesAllLiberties(point: number, stone: number): boolean {
    const chain = this.#chain[stone];
    let touching = 0;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbour = this.#neighbours[i];
      if (neighbour >= 0 && this.points[neighbour] !== EMPTY && this.#chain[neighbour] === chain) {
        touching++;
      }
    }
    return this.#pseudoLiberties[chain] === touching;
  }

  #putStone(point: number, colour: number): number {
    const { points } = this;
    const neighbours = this.#neighbours;
    const chains = this.#chain;
    const pseudoLiberties = this.#pseudoLiberties;
    points[point] = colour;
    this.#playedAt[point] = this.moveNumber;
    chains[point] = point;
    this.#next[point] = point;
    this.#stones[point] = 1;
    let free = 0;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbour = neighbours[i];
      if (neighbour < 0) continue;
      if (points[neighbour] === EMPTY) free++;
      else pseudoLiberties[chains[neighbour]]--;
    }
    pseudoLiberties[point] = free;
    let captured = 0;
    let lastCaptured = -1;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbour = neighbours[i];
      if (neighbour < 0 || points[neighbour] === EMPTY) continue;
      if (points[neighbour] === colour) {
        if (chains[neighbour] !== chains[point]) this.#join(chains[neighbour], chains[point]);
      } else if (pseudoLiberties[chains[neighbour]] === 0) {
        captured += this.#stones[chains[neighbour]];
        lastCaptured = neighbour;
        this.#remove(neighbour);
      }
    }
    const chain = chains[point];
    if (captured === 1 && this.#stones[chain] === 1 && pseudoLiberties[chain] === 1) {
      this.koPoint = lastCaptured;
    }
    return captured;
  }

  /** Joins two chains under the name of the larger. */
  #join(a: number, b: number): void {
    const [large, small] = this.#stones[a] >= this.#stones[b] ? [a, b] : [b, a];
    let stone = small;
    do {
      this.#chain[stone] = large;
      stone = this.#next[stone];
    } while (stone !== small);
    const afterLarge = this.#next[large];
    this.#next[large] = this.#next[small];
    this.#next[small] = afterLarge;
    this.#stones[large] += this.#stones[small];
    this.#pseudoLiberties[large] += this.#pseudoLiberties[small];
  }

  #remove(start: number): void {
    const { points } = this;
    let stone = start;
    do {
      points[stone] = EMPTY;
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const neighbour = this.#neighbours[i];
        if (neighbour >= 0 && points[neighbour] !== EMPTY) {
          this.#pseudoLiberties[this.#chain[neighbour]]++;
        }
      }
      stone = this.#next[stone];
    } while (stone !== start);
  }

  /** Recomputes the chains from the stones. */
  #findChains(): void {
    const { points } = this;
    for (let point = 0; point < points.length; point++) {
      if (points[point] === EMPTY) continue;
      this.#chain[point] = point;
      this.#next[point] = point;
      this.#stones[point] = 1;
      let free = 0;
      for (let i = 4 * point; i < 4 * point + 4; i++) {
        const neighbour = this.#neighbours[i];
        if (neighbour >= 0 && points[neighbour] === EMPTY) free++;
      }
      this.#pseudoLiberties[point] = free;
    }
    for (let point = 0; point < points.length; point++) {
      if (points[point] === EMPTY) continue;
      // Up and left only, so that each pair of neighbours is visited once.
      for (let i = 4 * point; i < 4 * point + 2; i++) {
        const neighbour = this.#neighbours[i];
        if (neighbour < 0 || points[neighbour] !== points[point]) continue;
        if (this.#chain[neighbour] !== this.#chain[point]) {
          this.#join(this.#chain[neighbour], this.#chain[point]);
        }
      }
    }
  }
}
