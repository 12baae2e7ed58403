import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawn } from '../drawing/board-drawing.fixture.ts';
import { gtpName, PASS } from '../rules/coordinates.ts';
import { replay } from '../sgf/game.ts';
import { isEye } from './player-eyes.ts';
import { BuiltInPlayer } from './player.ts';
import { BLACK, Position, WHITE } from '../rules/position.ts';
import { playGame } from '../sources/self-play.ts';

const nothing = { opponent: PASS, own: PASS };

/** The moves that the player chooses over many seeds. */
function choices(position: Position, last = nothing): string[] {
  const seen = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const move = new BuiltInPlayer(new Random(seed)).choose(position, last);
    seen.add(gtpName(move, position.size));
  }
  return [...seen].sort();
}

describe('the built-in player', () => {
  it('begins in a corner', () => {
    const corners = choices(new Position());
    for (const name of corners) expect(name).toMatch(/^[CDQR](3|4|16|17)$/);
    expect(corners.length).toBeGreaterThan(3);
  });

  it('takes the last empty corner', () => {
    const position = new Position();
    // D4, Q16, D16: only the lower right is open.
    position.play(15 * 19 + 3);
    position.play(3 * 19 + 15);
    position.play(3 * 19 + 3);
    for (const name of choices(position)) expect(name).toMatch(/^[QR][34]$/);
  });

  it('captures stones that would escape', () => {
    const rows = `
      . . . . . . .
      . . X . . . .
      . X O O . . .
      . . X X . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .`;
    // D6 leaves E5 as the only liberty.
    const position = drawn(rows);
    position.place(1 * 7 + 3, BLACK);
    expect(choices(position)).toEqual(['E5']);
  });

  it('extends out of atari if that helps', () => {
    const position = drawn(
      `
      . . . . . . .
      . . . O . . .
      . . O X O . .
      . . . . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .`,
    );
    expect(choices(position)).toEqual(['D4']);
  });

  it('does not put its stones into atari for nothing', () => {
    // White surrounds A7 except for B7, which White holds too: suicide or atari.
    const position = drawn(
      `
      . . O . . . .
      O O O . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .`,
    );
    expect(choices(position)).not.toContain('A7');
    expect(choices(position)).not.toContain('B7');
  });

  it('passes if only eyes and settled points are left', () => {
    const position = drawn(`
      . X . X O . O
      X X X X O O O
      X X X X O O .
      . X X X O O O
      X X X X O . O
      X X X X O O O
      X . X X O O .`);
    expect(choices(position)).toEqual(['pass']);
    position.toMove = WHITE;
    expect(choices(position)).toEqual(['pass']);
  });

  it('plays the same game for the same seed, and another for another seed', () => {
    const moves = (seed: number): number[] => [...playGame(new Random(seed)).moves];
    expect(moves(3)).toEqual(moves(3));
    expect(moves(3)).not.toEqual(moves(4));
  });

  it('plays legal games that end with nearly all points settled', () => {
    for (const size of [5, 9, 19]) {
      for (let seed = 0; seed < 3; seed++) {
        const game = playGame(new Random(seed, size), size);
        const end = replay(game); // throws at an illegal move
        expect([...game.moves.slice(-2)]).toEqual([PASS, PASS]);
        expect(game.moves.length).toBeLessThan(1.5 * size * size);
        const { black, white } = end.areaScore();
        // Points that belong to nobody.
        expect(size * size - black - white).toBeLessThan(0.05 * size * size + 3);
      }
    }
  });
});

describe('isEye', () => {
  const eyeAt = (row: number, column: number, rows: string): boolean =>
    isEye(drawn(rows), row * 5 + column, BLACK);

  it('is a point surrounded by own stones; one diagonal may be missing', () => {
    const rows = (corners: string): string => `
      . . . . .
      . ${corners[0]} X ${corners[1]} .
      . X . X .
      . ${corners[2]} X ${corners[3]} .
      . . . . .`;
    expect(eyeAt(2, 2, rows('XXXX'))).toBe(true);
    expect(eyeAt(2, 2, rows('OXXX'))).toBe(true);
    expect(eyeAt(2, 2, rows('OXXO'))).toBe(false);
    expect(eyeAt(2, 2, rows('O..X'))).toBe(true);
  });

  it('is false at the edge if one diagonal is missing', () => {
    const rows = (corner: string): string => `
      . X . . .
      X ${corner} . . .
      . . . . .
      . . . . .
      . . . . .`;
    expect(eyeAt(0, 0, rows('X'))).toBe(true);
    expect(eyeAt(0, 0, rows('O'))).toBe(false);
  });

  it("is not a point beside an opponent's stone", () => {
    expect(
      eyeAt(
        2,
        2,
        `
      . . . . .
      . X X X .
      . X . O .
      . X X X .
      . . . . .`,
      ),
    ).toBe(false);
  });
});
