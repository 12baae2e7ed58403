import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawn } from '../drawing/board-drawing.fixture.ts';
import { chooseMove } from './choose-move.ts';
import { gtpName, PASS, pointOfGtpName } from '../rules/coordinates.ts';
import { Position } from '../rules/position.ts';

/** Chooses a move with the highest probabilities for these points, in this order. */
function chosenMove(position: Position, ...liked: string[]): string {
  const probabilities = new Float32Array(position.size ** 2);
  liked.forEach((name, i) => {
    probabilities[pointOfGtpName(name, position.size)] = 1 / (i + 1);
  });
  return gtpName(chooseMove(position, probabilities), position.size);
}

const board = `
  . X X O .
  X X X O O
  . . X O .
  X X X O O
  O . X O .`;

describe('chooseMove', () => {
  it('takes the most likely move', () => {
    expect(chosenMove(new Position(5), 'C3', 'D4')).toBe('C3');
  });

  it('skips illegal moves', () => {
    // B5 is taken, E5 would be suicide.
    expect(chosenMove(drawn(board), 'B5', 'E5', 'B1')).toBe('B1');
  });

  it('never fills its own eyes or settled territory', () => {
    // A5 is an eye; A3 and B3 are surrounded by black alone; B1 captures A1.
    expect(chosenMove(drawn(board), 'A5', 'A3', 'B3', 'B1')).toBe('B1');
  });

  it('passes if no sensible move is left', () => {
    const position = drawn(board);
    position.place(pointOfGtpName('A1', 5), 0);
    expect(chosenMove(position, 'A5', 'A3', 'E5', 'B1')).toBe('pass');
  });

  it('does not put its stones into atari for nothing', () => {
    const position = drawn(`
      . O . . .
      . O . . .
      O O . . .
      . . . . .
      . . . . .`);
    expect(chosenMove(position, 'A5', 'A4', 'E1')).toBe('E1');
  });

  it('saves stones in atari, also within its own territory', () => {
    const position = drawn(`
      . . X O .
      X X X O O
      X O X O .
      X . X O O
      X X X O .`);
    // B2 captures B3.
    expect(chosenMove(position, 'A5', 'B2')).toBe('B2');
  });

  it('ends every game, whatever the probabilities', () => {
    for (let seed = 0; seed < 3; seed++) {
      const random = new Random(seed, 'policy');
      const position = new Position(9);
      let passes = 0;
      let moves = 0;
      for (; passes < 2; moves++) {
        const probabilities = Array.from(position.points, () => random.uniform());
        const move = chooseMove(position, probabilities, moves);
        if (move !== PASS) expect(position.whyIllegal(move)).toBeUndefined();
        position.play(move);
        passes = move === PASS ? passes + 1 : 0;
      }
      expect(moves).toBeLessThanOrEqual(3 * 81 + 2);
    }
  });

  it('refuses probabilities of another board size', () => {
    expect(() => chooseMove(new Position(19), new Float32Array(81))).toThrow(
      'probabilities of a 19×19 board must have length 361, got 81',
    );
  });
});
