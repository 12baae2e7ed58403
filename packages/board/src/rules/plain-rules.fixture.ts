import { EMPTY } from './position.ts';

/**
 * The rules written as plainly as they can be, by flooding the board anew for every question: slow,
 * easily seen to be right, and sharing nothing with what it checks.
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
  // A set shows what is added to it while it is walked.
  for (const stone of chain) {
    for (const neighbour of plainNeighbours(stone, size)) {
      if (stones[neighbour] === stones[start]) chain.add(neighbour);
      else if (stones[neighbour] === EMPTY) liberties.add(neighbour);
    }
  }
  return { stones: [...chain], liberties: [...liberties] };
}

/** The board after a stone is put and what lost its last liberty taken off; nothing is forbidden. */
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
