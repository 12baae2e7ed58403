import { describe, expect, it } from 'vitest';
import { drawn } from '../drawing/board-drawing.fixture.ts';
import { LadderReader } from './ladder.ts';
import { BLACK, Position, WHITE } from '../rules/position.ts';

/** Row and column from 0 at the upper left. */
const at = (row: number, column: number, size = 9): number => row * size + column;

const reader = new LadderReader(9);

// White's stone at (2, 2) has two liberties, right and below.
const ladder = `
  . . . . . . . . .
  . . X X . . . . .
  . X O . . . . . .
  . X . . . . . . .
  . . . . . . . . .
  . . . . . . . . .
  . . . . . . . . .
  . . . . . . . . .
  . . . . . . . . .`;
const withStone = (row: number, column: number, mark: string): string =>
  ladder
    .trim()
    .split('\n')
    .map((line, i) => {
      const marks = line.trim().split(' ');
      if (i === row) marks[column] = mark;
      return marks.join(' ');
    })
    .join('\n');

describe('LadderReader', () => {
  it('captures a chain at the edge', () => {
    const position = drawn(ladder, BLACK);
    expect(reader.captures(position, at(2, 3), at(2, 2))).toBe(true);
    expect(reader.captures(position, at(3, 2), at(2, 2))).toBe(true);
  });

  it('notices a stone that breaks the ladder', () => {
    const broken = drawn(withStone(6, 6, 'O'), BLACK);
    expect(reader.captures(broken, at(2, 3), at(2, 2))).toBe(false);
    expect(reader.captures(broken, at(3, 2), at(2, 2))).toBe(false);
  });

  it('notices that extending does not help in a ladder, but does in a broken one', () => {
    const chased = (rows: string) => {
      const position = drawn(rows, BLACK);
      position.play(at(2, 3));
      return reader.saves(position, at(3, 2), at(2, 2));
    };
    expect(chased(ladder)).toBe(false);
    expect(chased(withStone(6, 6, 'O'))).toBe(true);
  });

  it('notices that capturing an attacking stone saves the chain', () => {
    // The white stone at (2, 2) has one liberty, at (3, 2); the black stone beside it, at (2, 3),
    // has one at (2, 4), where White can capture it.
    const chaserInAtari = `
      . . . . . . . . .
      . . X O . . . . .
      . X O X . . . . .
      . X . O . . . . .
      . . X . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .`;
    const after = drawn(chaserInAtari, WHITE);
    expect(after.atariLiberty(at(2, 2))).toBe(at(3, 2));
    expect(after.atariLiberty(at(2, 3))).toBe(at(2, 4));
    expect(reader.saves(after, at(2, 4), at(2, 2))).toBe(true);
  });

  it('counts a chain with three liberties as escaped', () => {
    const free = drawn(withStone(1, 2, '.'), BLACK);
    expect(reader.captures(free, at(2, 3), at(2, 2))).toBe(false);
  });

  it('reads from corner to corner of a large board, past stones beside the path', () => {
    const large = new LadderReader(19);
    const corner = new Position(19);
    // As above, in the upper left: White at (2, 2) runs down to the lower right.
    for (const [row, column] of [
      [1, 2],
      [1, 3],
      [2, 1],
      [3, 1],
    ]) {
      corner.place(at(row, column, 19), BLACK);
    }
    corner.place(at(2, 2, 19), WHITE);
    const start = at(2, 3, 19);
    const chain = at(2, 2, 19);
    expect(large.captures(corner, start, chain)).toBe(true);
    corner.place(at(9, 15, 19), WHITE);
    expect(large.captures(corner, start, chain)).toBe(true);
    corner.place(at(16, 16, 19), WHITE);
    expect(large.captures(corner, start, chain)).toBe(false);
    // Black where White meets its helper: the path is blocked before it.
    corner.place(at(14, 14, 19), BLACK);
    expect(large.captures(corner, start, chain)).toBe(true);
  });

  it('captures at the edge only from the front', () => {
    const edge = drawn(
      `
      . . . . . .
      . . . . . .
      . . . . . .
      X X X . . .
      X O O . . .
      X . . . . .`,
      BLACK,
    );
    const small = new LadderReader(6);
    // Three liberties: one in front, two below.
    expect(small.captures(edge, at(4, 3, 6), at(4, 1, 6))).toBe(false);
    edge.place(at(5, 1, 6), BLACK);
    expect(edge.libertiesAt(at(4, 1, 6))).toBe(2);
    expect(small.captures(edge, at(4, 3, 6), at(4, 1, 6))).toBe(true);
    // From below, the chain extends into three liberties.
    expect(small.captures(edge, at(5, 2, 6), at(4, 1, 6))).toBe(false);
  });
});
