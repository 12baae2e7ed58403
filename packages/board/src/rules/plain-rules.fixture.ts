import { EMPTY } from './position.ts';

/**
 * The rules in their plainest form: every question floods the board anew. Slow, easily seen to be
 * right, and independent of the code under test.
 */
export interface PlainBoard {
  readonly size: number;
  readonly stones: readonly number[];
}

export interface PlainChain {
  readonly stones: readonly number[];
  readonly liberties: readonly number[];
}

export function plainNeighbours(point: number, size: number): number[] {
  const row = Math.floor(point / size);
  const column = point % size;
  return [
    [row - 1, column],
    [row, column - 1],
    [row, column + 1],
    [row + 1, column],
  ]
    .filter(([y, x]) => y >= 0 && x >= 0 && y < size && x < size)
    .map(([y, x]) => y * size + x);
}

export function plainChain({ size, stones }: PlainBoard, start: number): PlainChain {
  const chain = new Set([start]);
  const liberties = new Set<number>();
  // A set also visits values that are added during the iteration.
  for (const stone of chain) {
    for (const neighbour of plainNeighbours(stone, size)) {
      if (stones[neighbour] === stones[start]) chain.add(neighbour);
      else if (stones[neighbour] === EMPTY) liberties.add(neighbour);
    }
  }
  return { stones: [...chain], liberties: [...liberties] };
}

/**
 * Returns the board after a stone is played and chains without liberties are removed; nothing is
 * forbidden.
 */
export function plainMove(
  { size, stones }: PlainBoard,
  point: number,
  colour: number,
): { readonly board: PlainBoard; readonly captured: readonly number[] } {
  const after = [...stones];
  after[point] = colour;
  const captured: number[] = [];
  for (const neighbour of plainNeighbours(point, size)) {
    if (after[neighbour] === EMPTY || after[neighbour] === colour) continue;
    const chain = plainChain({ size, stones: after }, neighbour);
    if (chain.liberties.length > 0) continue;
    captured.push(...chain.stones);
    for (const stone of chain.stones) after[stone] = EMPTY;
  }
  return { board: { size, stones: after }, captured };
}
