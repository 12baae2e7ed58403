import { neighboursOf } from '../rules/neighbours.ts';
import { EMPTY, otherColour, Position } from '../rules/position.ts';

/** A ladder from corner to corner has about seventy moves. */
const maxDepth = 100;
/**
 * The limit of positions per question. In games of strong players, half of the questions take one
 * position, one in a thousand takes 200, and the largest of 50,000 took 1,352; the limit guards
 * against artificial positions.
 */
const maxPositions = 2000;

/**
 * Reads ladders: sequences in which one side puts a chain into atari move after move and the other
 * can only extend (the planes "ladder capture" and "ladder escape" of Silver et al. 2016).
 *
 * The attacker plays one of the chain's two liberties. The defender extends, or captures an
 * adjacent chain that is in atari. A chain with three liberties has escaped. A question that is
 * open after 2,000 positions or 100 moves counts as an escape.
 */
export class LadderReader {
  /** A position for every depth, so that reading allocates nothing. */
  readonly #positions: Position[] = [];
  readonly #size: number;
  readonly #neighbours: Int16Array;
  #looked = 0;

  constructor(size: number) {
    this.#size = size;
    this.#neighbours = neighboursOf(size);
  }

  /**
   * Whether a move captures a chain in a ladder.
   *
   * @param move a legal move of the player to move: one of the two liberties of `chain`.
   * @param chain a stone of the other side.
   */
  captures(position: Position, move: number, chain: number): boolean {
    this.#looked = 0;
    const after = this.#after(position, move, 0);
    return !this.#escapes(after, chain, 1);
  }

  /**
   * Whether a move saves a chain in atari from capture, both at once and in a ladder.
   *
   * @param move a legal move of the player to move.
   * @param chain a stone of that player.
   */
  saves(position: Position, move: number, chain: number): boolean {
    this.#looked = 0;
    return this.#isSafe(this.#after(position, move, 0), chain, 1);
  }

  /** Whether a chain in atari escapes, its own side to move. */
  #escapes(position: Position, chain: number, depth: number): boolean {
    const last = position.atariLiberty(chain);
    if (last === -1) return true;
    if (this.#exceedsLimits(depth)) return true;
    const tries = (move: number): boolean =>
      position.isLegal(move) && this.#isSafe(this.#after(position, move, depth), chain, depth + 1);
    if (tries(last)) return true;
    return this.#someAttackerInAtari(
      position,
      chain,
      (liberty) => liberty !== last && tries(liberty),
    );
  }

  /** Whether a chain has escaped or cannot be put into a ladder, its attacker to move. */
  #isSafe(position: Position, chain: number, depth: number): boolean {
    const liberties: number[] = [];
    const count = position.visitLiberties(chain, (liberty) => {
      if (liberties.length < 3) liberties.push(liberty);
    });
    if (count >= 3) return true;
    if (count < 2) return false;
    if (this.#exceedsLimits(depth)) return true;
    return !liberties.some(
      (move) =>
        position.isLegal(move) &&
        !this.#escapes(this.#after(position, move, depth), chain, depth + 1),
    );
  }

  #someAttackerInAtari(
    position: Position,
    chain: number,
    test: (liberty: number) => boolean,
  ): boolean {
    const attacker = otherColour(position.points[chain]);
    const seen = new Set<number>();
    let stone = chain;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const neighbour = this.#neighbours[i];
        if (neighbour < 0 || position.points[neighbour] !== attacker) continue;
        const beside = position.chainAt(neighbour);
        if (seen.has(beside)) continue;
        seen.add(beside);
        const liberty = position.atariLiberty(neighbour);
        if (liberty !== -1 && test(liberty)) return true;
      }
      stone = position.nextInChain(stone);
    } while (stone !== chain);
    return false;
  }

  #exceedsLimits(depth: number): boolean {
    return ++this.#looked > maxPositions || depth >= maxDepth;
  }

  #after(position: Position, move: number, depth: number): Position {
    const next = (this.#positions[depth] ??= new Position(this.#size));
    next.assign(position);
    next.play(move);
    return next;
  }
}

/** Lists one stone of each chain of a colour beside a point. */
export function chainsBeside(position: Position, point: number, colour: number): number[] {
  const neighbours = neighboursOf(position.size);
  const found: number[] = [];
  for (let i = 4 * point; i < 4 * point + 4; i++) {
    const neighbour = neighbours[i];
    if (neighbour < 0 || colour === EMPTY || position.points[neighbour] !== colour) continue;
    const chain = position.chainAt(neighbour);
    if (!found.some((stone) => position.chainAt(stone) === chain)) found.push(neighbour);
  }
  return found;
}
