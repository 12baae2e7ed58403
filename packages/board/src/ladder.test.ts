import { describe, expect, it } from 'vitest';
import { drawn } from './board-drawing.fixture.ts';
import { LadderReader } from './ladder.ts';
import { BLACK, WHITE } from './position.ts';

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
  it('sees that a chain is chased to the edge', () => {
    const position = drawn(ladder, BLACK);
    expect(reader.captures(position, at(2, 3), at(2, 2))).toBe(true);
    expect(reader.captures(position, at(3, 2), at(2, 2))).toBe(true);
  });

  it('sees a stone in the way that breaks the ladder', () => {
    const broken = drawn(withStone(6, 6, 'O'), BLACK);
    expect(reader.captures(broken, at(2, 3), at(2, 2))).toBe(false);
    expect(reader.captures(broken, at(3, 2), at(2, 2))).toBe(false);
  });

  it('sees that running does not help in a ladder, and does where it is broken', () => {
    const chased = (rows: string) => {
      const position = drawn(rows, BLACK);
      position.play(at(2, 3));
      return reader.saves(position, at(3, 2), at(2, 2));
    };
    expect(chased(ladder)).toBe(false);
    expect(chased(withStone(6, 6, 'O'))).toBe(true);
  });

  it('sees that capturing a chaser saves', () => {
    // The white stone at (2, 2) has one liberty, at (3, 2); the black stone beside it, at (2, 3), has
    // one at (2, 4), which white can take.
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

  it('takes a chain with three liberties for free', () => {
    const free = drawn(withStone(1, 2, '.'), BLACK);
    expect(reader.captures(free, at(2, 3), at(2, 2))).toBe(false);
  });
});
