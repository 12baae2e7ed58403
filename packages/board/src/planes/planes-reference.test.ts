import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawBoard } from '../drawing/board-drawing.ts';
import {
  plainPlanesAt,
  plainPlay,
  type PlainPosition,
  plainStart,
} from './plain-planes.fixture.ts';
import { firstPlane, PlaneEncoder } from './planes.ts';
import { PASS } from '../rules/coordinates.ts';
import { Position } from '../rules/position.ts';
import { playGame } from '../sources/self-play.ts';

/** Compares all planes at all points with their plain definition; counts how often each is one. */
function compare(
  position: Position,
  plain: PlainPosition,
  encoder: PlaneEncoder,
  counts: number[],
): void {
  const { length } = position.points;
  const encoded = new Uint8Array(48 * length);
  encoder.encode(position, encoded);
  const expected = new Uint8Array(48 * length);
  for (let point = 0; point < length; point++) {
    for (const plane of plainPlanesAt(plain, point)) {
      expected[48 * point + plane] = 1;
      counts[plane]++;
    }
  }
  expect(Buffer.compare(encoded, expected), drawBoard(position)).toBe(0);
}

/** Plays a game of random legal moves: dense, with many captures, kos and chains in atari. */
function randomGame(size: number, moves: number, seed: number): number[] {
  const random = new Random(seed, 'random game', size);
  const position = new Position(size);
  return Array.from({ length: moves }, () => {
    const legal = [...position.points.keys()].filter((point) => position.isLegal(point));
    const point = legal.length === 0 ? PASS : random.pick(legal);
    position.play(point);
    return point;
  });
}

describe('the 48 planes, ladders included, agree with their plain definition', () => {
  const walk = (size: number, moves: ArrayLike<number>, every: number, counts: number[]): void => {
    const encoder = new PlaneEncoder(48, size);
    const position = new Position(size);
    let plain = plainStart(size);
    for (let move = 0; move < moves.length; move++) {
      if (move % every === 0) compare(position, plain, encoder, counts);
      position.play(moves[move]);
      plain = plainPlay(plain, moves[move]);
    }
  };

  it('in sensible games', () => {
    const counts = new Array<number>(48).fill(0);
    for (let seed = 0; seed < 3; seed++) {
      walk(19, playGame(new Random(seed, 'planes')).moves, 29, counts);
    }
    // Enough ladders occurred for the comparison to be meaningful.
    expect(counts[firstPlane.ladderCapture]).toBeGreaterThan(5);
    expect(counts[firstPlane.ladderEscape]).toBeGreaterThan(5);
  });

  it.each([
    [2, 40, 1],
    [7, 150, 4],
    [13, 400, 29],
  ])('in random games on a board of %i', (size, moves, every) => {
    const counts = new Array<number>(48).fill(0);
    for (let seed = 0; seed < 3; seed++) walk(size, randomGame(size, moves, seed), every, counts);
    expect(counts[firstPlane.captureSize + 1]).toBeGreaterThan(10);
    expect(counts[firstPlane.selfAtariSize]).toBeGreaterThan(10);
  });
});
