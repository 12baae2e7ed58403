import { neighboursOf } from '../rules/neighbours.ts';
import { EMPTY, type Position } from '../rules/position.ts';

/** The largest distance that is measured. */
export const FAR = 12;
/**
 * A region that one colour surrounds belongs to it up to this share of the board: 40 points of
 * 19×19.
 */
const largestSettled = 1 / 9;

/**
 * What a player knows of a position: chains with their liberties, empty regions with their borders,
 * and the distance of each point to the stones of either colour.
 *
 * One object serves a whole game: {@link Survey.update} overwrites it.
 */
export class Survey {
  readonly size: number;
  /** Four entries per point, -1 beyond the edge. */
  readonly neighbours: Int16Array;
  /** The stones, as in the position. */
  points!: Uint8Array;
  /** The chain of every stone, or the region of every empty point. */
  readonly areaAt: Int16Array;
  /** Indexed by area: stones of the chain, or points of the region. */
  readonly areaSize: Int16Array;
  /** Indexed by area, chains only: the number of liberties. */
  readonly liberties: Int16Array;
  /** Indexed by area, chains only: one of the liberties; in atari the only one. */
  readonly aLiberty: Int16Array;
  /**
   * Indexed by area, regions only: the colours on its border, as a sum of 1 (black) and 2 (white).
   */
  readonly borders: Uint8Array;
  /** Steps to the nearest stone of a colour (index 1 or 2) through empty points, at most FAR. */
  readonly distance: readonly Uint8Array[];
  /**
   * Indexed by point: the number of the flood that last visited it, so nothing has to be cleared.
   */
  #seenAt: Int32Array;
  #now = 0;
  #stack: Int16Array;

  constructor(size: number) {
    const count = size * size;
    this.size = size;
    this.neighbours = neighboursOf(size);
    this.areaAt = new Int16Array(count);
    this.areaSize = new Int16Array(count);
    this.liberties = new Int16Array(count);
    this.aLiberty = new Int16Array(count);
    this.borders = new Uint8Array(count);
    this.distance = [new Uint8Array(0), new Uint8Array(count), new Uint8Array(count)];
    this.#seenAt = new Int32Array(count);
    this.#stack = new Int16Array(count);
  }

  update(position: Position): void {
    this.points = position.points;
    this.#label();
    this.#measure(1);
    this.#measure(2);
  }

  /** Finds the chains and regions by flood fill. */
  #label(): void {
    const { points, neighbours, areaAt, areaSize, liberties, aLiberty, borders } = this;
    const stack = this.#stack;
    const seenAt = this.#seenAt;
    areaAt.fill(-1);
    let areas = 0;
    for (let start = 0; start < points.length; start++) {
      if (areaAt[start] !== -1) continue;
      const area = areas++;
      const now = ++this.#now;
      const colour = points[start];
      areaSize[area] = liberties[area] = borders[area] = 0;
      aLiberty[area] = -1;
      areaAt[start] = area;
      stack[0] = start;
      let depth = 1;
      while (depth > 0) {
        const point = stack[--depth];
        areaSize[area]++;
        for (let k = point * 4; k < point * 4 + 4; k++) {
          const next = neighbours[k];
          if (next === -1) continue;
          if (points[next] === colour) {
            if (areaAt[next] !== -1) continue;
            areaAt[next] = area;
            stack[depth++] = next;
          } else if (colour === EMPTY) {
            borders[area] |= points[next];
          } else if (points[next] === EMPTY && seenAt[next] !== now) {
            seenAt[next] = now;
            liberties[area]++;
            aLiberty[area] = next;
          }
        }
      }
    }
  }

  /** Measures breadth-first distances from the stones of a colour. */
  #measure(colour: number): void {
    const { points, neighbours } = this;
    const distance = this.distance[colour].fill(FAR);
    const queue = this.#stack;
    let end = 0;
    for (let point = 0; point < points.length; point++) {
      if (points[point] !== colour) continue;
      distance[point] = 0;
      queue[end++] = point;
    }
    for (let i = 0; i < end; i++) {
      const steps = distance[queue[i]] + 1;
      if (steps >= FAR) break;
      for (let k = queue[i] * 4; k < queue[i] * 4 + 4; k++) {
        const next = neighbours[k];
        if (next === -1 || points[next] !== EMPTY || distance[next] <= steps) continue;
        distance[next] = steps;
        queue[end++] = next;
      }
    }
  }

  /** Counts the liberties of a stone just played at `point`, up to `enough`. */
  libertiesAfter(point: number, colour: number, enough: number): number {
    const { points, neighbours, areaAt, liberties } = this;
    for (let k = point * 4; k < point * 4 + 4; k++) {
      const next = neighbours[k];
      // A chain with more liberties than that needs no counting: the move takes only one of them.
      if (next !== -1 && points[next] === colour && liberties[areaAt[next]] > enough) return enough;
    }
    // Visited points are marked, so that no stone or liberty counts twice.
    const seenAt = this.#seenAt;
    const now = ++this.#now;
    const stack = this.#stack;
    seenAt[point] = now;
    stack[0] = point;
    let depth = 1;
    let count = 0;
    while (depth > 0) {
      const at = stack[--depth];
      for (let k = at * 4; k < at * 4 + 4; k++) {
        const next = neighbours[k];
        if (next === -1 || seenAt[next] === now) continue;
        if (points[next] === colour) {
          seenAt[next] = now;
          stack[depth++] = next;
        } else if (points[next] === EMPTY || this.#isCapturedBy(next, point)) {
          seenAt[next] = now;
          if (++count >= enough) return count;
        }
      }
    }
    return count;
  }

  /** Counts the stones that a move would capture. */
  captures(point: number, colour: number): number {
    const { points, neighbours, areaAt, areaSize } = this;
    let stones = 0;
    const counted: number[] = [];
    for (let k = point * 4; k < point * 4 + 4; k++) {
      const next = neighbours[k];
      if (next === -1 || points[next] === EMPTY || points[next] === colour) continue;
      if (!this.#isCapturedBy(next, point) || counted.includes(areaAt[next])) continue;
      counted.push(areaAt[next]);
      stones += areaSize[areaAt[next]];
    }
    return stones;
  }

  /** Whether a chain beside the point, of either colour, has no other liberty. */
  isLastLiberty(point: number): boolean {
    for (let k = point * 4; k < point * 4 + 4; k++) {
      const next = this.neighbours[k];
      if (next !== -1 && this.points[next] !== EMPTY && this.#isCapturedBy(next, point)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an empty point lies in a small region that only one colour surrounds. */
  isSettled(point: number): boolean {
    const region = this.areaAt[point];
    const border = this.borders[region];
    return (
      (border === 1 || border === 2) && this.areaSize[region] <= this.points.length * largestSettled
    );
  }

  #isCapturedBy(stone: number, point: number): boolean {
    const chain = this.areaAt[stone];
    return this.liberties[chain] === 1 && this.aLiberty[chain] === point;
  }
}
