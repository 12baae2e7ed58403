import type { PlaneCount } from '../sources/board-options.ts';
import { chainsBeside, LadderReader } from './ladder.ts';
import { neighboursOf } from '../rules/neighbours.ts';
import { isEye } from '../player/player-eyes.ts';
import { EMPTY, otherColour, type Position } from '../rules/position.ts';

/** The first plane of each group (Silver et al. 2016, Extended Data Table 2, in its order). */
export const firstPlane = {
  own: 0,
  opponent: 1,
  empty: 2,
  ones: 3,
  turnsSince: 4,
  liberties: 12,
  captureSize: 20,
  selfAtariSize: 28,
  libertiesAfter: 36,
  ladderCapture: 44,
  ladderEscape: 45,
  sensibleness: 46,
  zeros: 47,
} as const;

/** Counts have one plane each for 1 to 7, and one for 8 or more. */
const most = 8;

/**
 * Encodes positions as planes of zeros and ones, as the player to move sees them.
 *
 * The 48 planes are AlphaGo's: stones 3, ones 1, turns since a stone was played 8, liberties 8, the
 * number of stones that a move captures 8, the number of own stones that it puts into atari 8,
 * liberties after it 8, ladder capture 1, ladder escape 1, sensibleness (legal, and fills no own
 * eye) 1, zeros 1. The first 12 are stones, ones and turns; the first 4 are stones and ones. Counts
 * have one plane each for 1 to 7 and one for 8 or more; captures have one each for 0 to 6 and one
 * for 7 or more, at legal moves.
 *
 * An encoder keeps its own arrays and is for one thread.
 */
export class PlaneEncoder {
  readonly planes: PlaneCount;
  readonly #size: number;
  readonly #neighbours: Int16Array;
  readonly #ladders: LadderReader;
  /** Indexed by chain: its liberties, one bit per point. */
  readonly #liberties: Int32Array;
  readonly #words: number;
  readonly #union: Int32Array;

  constructor(planes: PlaneCount, size = 19) {
    this.planes = planes;
    this.#size = size;
    this.#neighbours = neighboursOf(size);
    this.#ladders = new LadderReader(size);
    this.#words = Math.ceil((size * size) / 32);
    this.#liberties = new Int32Array(size * size * this.#words);
    this.#union = new Int32Array(this.#words);
  }

  /**
   * Encodes a position as `[row, column, plane]`.
   *
   * @param out `size² × planes` bytes, overwritten.
   */
  encode(position: Position, out: Uint8Array): void {
    if (position.size !== this.#size) {
      throw new RangeError(`the board size must be ${this.#size}, got ${position.size}`);
    }
    out.fill(0);
    this.#writeStones(position, out);
    if (this.planes >= 12) this.#writeTurns(position, out);
    if (this.planes === 48) {
      this.#findLiberties(position);
      this.#writeLiberties(position, out);
      this.#writeMoves(position, out);
    }
  }

  #writeStones({ points, toMove }: Position, out: Uint8Array): void {
    const { planes } = this;
    for (let point = 0; point < points.length; point++) {
      const at = point * planes;
      const colour = points[point];
      const plane =
        colour === EMPTY
          ? firstPlane.empty
          : colour === toMove
            ? firstPlane.own
            : firstPlane.opponent;
      out[at + plane] = 1;
      out[at + firstPlane.ones] = 1;
    }
  }

  #writeTurns(position: Position, out: Uint8Array): void {
    for (let point = 0; point < position.points.length; point++) {
      const turns = position.turnsSince(point);
      if (turns === Infinity) continue;
      out[point * this.planes + firstPlane.turnsSince + Math.min(turns, most) - 1] = 1;
    }
  }

  /** Finds the liberties of every chain and stores them in the chain's row of bits. */
  #findLiberties(position: Position): void {
    const { points } = position;
    const words = this.#words;
    this.#liberties.fill(0);
    for (let point = 0; point < points.length; point++) {
      if (points[point] !== EMPTY) continue;
      for (let i = 4 * point; i < 4 * point + 4; i++) {
        const neighbour = this.#neighbours[i];
        if (neighbour < 0 || points[neighbour] === EMPTY) continue;
        this.#liberties[position.chainAt(neighbour) * words + (point >> 5)] |= 1 << (point & 31);
      }
    }
  }

  #libertyCount(chain: number): number {
    let count = 0;
    const from = chain * this.#words;
    for (let i = from; i < from + this.#words; i++) count += bitCount(this.#liberties[i]);
    return count;
  }

  #writeLiberties(position: Position, out: Uint8Array): void {
    const { points } = position;
    for (let point = 0; point < points.length; point++) {
      if (points[point] === EMPTY || position.chainAt(point) !== point) continue;
      const plane = firstPlane.liberties + Math.min(this.#libertyCount(point), most) - 1;
      let stone = point;
      do {
        out[stone * this.planes + plane] = 1;
        stone = position.nextInChain(stone);
      } while (stone !== point);
    }
  }

  /** Encodes what each legal move would do. */
  #writeMoves(position: Position, out: Uint8Array): void {
    const { points, toMove } = position;
    for (let point = 0; point < points.length; point++) {
      if (points[point] !== EMPTY || !position.isLegal(point)) continue;
      const at = point * this.planes;
      if (!isEye(position, point, toMove)) out[at + firstPlane.sensibleness] = 1;
      this.#writeOutcome(position, point, out, at);
      this.#writeLadders(position, point, out, at);
    }
  }

  #writeOutcome(position: Position, point: number, out: Uint8Array, at: number): void {
    const { points, toMove } = position;
    const words = this.#words;
    const union = this.#union.fill(0);
    const captured: number[] = [];
    let stones = 1;
    let captures = 0;
    for (let i = 4 * point; i < 4 * point + 4; i++) {
      const neighbour = this.#neighbours[i];
      if (neighbour < 0) continue;
      if (points[neighbour] === EMPTY) {
        union[neighbour >> 5] |= 1 << (neighbour & 31);
        continue;
      }
      const chain = position.chainAt(neighbour);
      if (this.#cameBefore(position, point, i, chain)) continue;
      if (points[neighbour] === toMove) {
        stones += position.chainSize(neighbour);
        for (let j = 0; j < words; j++) union[j] |= this.#liberties[chain * words + j];
      } else if (this.#libertyCount(chain) === 1) {
        captured.push(neighbour);
        captures += position.chainSize(neighbour);
      }
    }
    // Captured stones leave liberties where they touched the chain of the move.
    for (const start of captured) {
      let stone = start;
      do {
        if (this.#touchesMovedChain(position, stone, point)) union[stone >> 5] |= 1 << (stone & 31);
        stone = position.nextInChain(stone);
      } while (stone !== start);
    }
    union[point >> 5] &= ~(1 << (point & 31));
    let liberties = 0;
    for (let i = 0; i < words; i++) liberties += bitCount(union[i]);
    out[at + firstPlane.captureSize + Math.min(captures, most - 1)] = 1;
    if (liberties > 0) out[at + firstPlane.libertiesAfter + Math.min(liberties, most) - 1] = 1;
    if (liberties === 1) out[at + firstPlane.selfAtariSize + Math.min(stones, most) - 1] = 1;
  }

  /** Whether an earlier neighbour of the point belongs to the same chain. */
  #cameBefore(position: Position, point: number, i: number, chain: number): boolean {
    for (let j = 4 * point; j < i; j++) {
      const neighbour = this.#neighbours[j];
      if (
        neighbour >= 0 &&
        position.points[neighbour] !== EMPTY &&
        position.chainAt(neighbour) === chain
      ) {
        return true;
      }
    }
    return false;
  }

  /** Whether a stone touches the point of a move, or an own chain that the move joins. */
  #touchesMovedChain(position: Position, stone: number, point: number): boolean {
    const { points, toMove } = position;
    for (let i = 4 * stone; i < 4 * stone + 4; i++) {
      const neighbour = this.#neighbours[i];
      if (neighbour === point) return true;
      if (neighbour < 0 || points[neighbour] !== toMove) continue;
      const chain = position.chainAt(neighbour);
      for (let j = 4 * point; j < 4 * point + 4; j++) {
        const joined = this.#neighbours[j];
        if (joined >= 0 && points[joined] === toMove && position.chainAt(joined) === chain)
          return true;
      }
    }
    return false;
  }

  #writeLadders(position: Position, point: number, out: Uint8Array, at: number): void {
    const { toMove } = position;
    for (const stone of chainsBeside(position, point, otherColour(toMove))) {
      if (this.#libertyCount(position.chainAt(stone)) !== 2) continue;
      if (!this.#ladders.captures(position, point, stone)) continue;
      out[at + firstPlane.ladderCapture] = 1;
      break;
    }
    for (const stone of chainsBeside(position, point, toMove)) {
      if (this.#libertyCount(position.chainAt(stone)) !== 1) continue;
      if (!this.#ladders.saves(position, point, stone)) continue;
      out[at + firstPlane.ladderEscape] = 1;
      break;
    }
  }
}

/** Counts the ones among 32 bits. */
function bitCount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
