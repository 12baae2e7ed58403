import { unlabelled } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { pointOfGtpName } from '../rules/coordinates.ts';
import { EMPTY } from '../rules/position.ts';
import { replay } from '../sgf/game.ts';
import { parseSgf } from '../sgf/sgf.ts';
import { Captures, watchedMoves } from './captures.ts';
import { playGame } from './self-play.ts';

/** White captures the corner A9 with its third move, twenty moves of tenuki follow. */
const tenuki = Array.from({ length: 24 }, (_, i) => `;${i % 2 ? 'W' : 'B'}[]`).join('');
const { game } = parseSgf(`(;SZ[9];B[aa];W[ba];B[ee];W[ab]${tenuki})`, 'corner.sgf').games[0];
const labelAt = (move: number, name: string): number => {
  const labels = new Float32Array(81);
  new Captures(game).write(move, labels);
  return labels[pointOfGtpName(name, 9)];
};

describe('captures within twenty moves', () => {
  it('are of stones on the board alone', () => {
    expect(['A9', 'B9', 'E5', 'A8'].map((name) => labelAt(3, name))).toEqual([1, 0, 0, unlabelled]);
    expect(['A9', 'B9', 'E5', 'A8'].map((name) => labelAt(4, name))).toEqual([unlabelled, 0, 0, 0]);
  });

  it('are known where there are stones and twenty moves follow', () => {
    const captures = new Captures(game);
    expect([0, 1, 8, 9].map((move) => captures.isKnown(move))).toEqual([false, true, true, false]);
    expect(game.moves).toHaveLength(28);
  });

  it('are forgotten beyond them, and where stones are taken off by hand', () => {
    const late = parseSgf(
      `(;SZ[9];B[aa];W[ba]${tenuki.slice(0, 4 * 20)};B[ee];W[ab]${tenuki})`,
      'late.sgf',
    ).games[0].game;
    const labels = new Float32Array(81);
    const at = (move: number): number => {
      new Captures(late).write(move, labels);
      return labels[pointOfGtpName('A9', 9)];
    };
    const capture = late.moves.indexOf(pointOfGtpName('A8', 9));
    expect([at(capture - watchedMoves), at(capture - watchedMoves + 1)]).toEqual([0, 1]);
    const byHand = parseSgf(`(;SZ[9];B[aa];W[ba];AE[aa];B[ee]${tenuki})`, 'hand.sgf').games[0].game;
    new Captures(byHand).write(1, labels);
    expect(labels[pointOfGtpName('A9', 9)]).toBe(0);
  });

  it('agree with a game that is replayed', () => {
    const played = playGame(new Random(3, 'captures'));
    const captures = new Captures(played);
    const boards: Uint8Array[] = [];
    boards.push(replay(played, ({ points }) => void boards.push(points.slice())).points);
    let captured = 0;
    const labels = new Float32Array(361);
    for (let move = 1; move + watchedMoves <= played.moves.length; move += 7) {
      captures.write(move, labels);
      boards[move].forEach((colour, point) => {
        if (colour === EMPTY) return void expect(labels[point]).toBe(unlabelled);
        const ahead = boards.slice(move + 1, move + watchedMoves + 1);
        const isLost = ahead.some((board) => board[point] !== colour);
        if (labels[point] !== Number(isLost)) throw new Error(`move ${move}, point ${point}`);
        captured += Number(isLost);
      });
    }
    expect(captured).toBeGreaterThan(10);
  });
});
