import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawn } from '../drawing/board-drawing.fixture.ts';
import type { PlaneCount } from '../sources/board-options.ts';
import { replay } from '../sgf/game.ts';
import { firstPlane, PlaneEncoder } from './planes.ts';
import { isEye } from '../player/player-eyes.ts';
import { BLACK, EMPTY, type Position, WHITE } from '../rules/position.ts';
import { playGame } from '../sources/self-play.ts';

function encode(position: Position, planes: PlaneCount = 48): Uint8Array {
  const out = new Uint8Array(position.size ** 2 * planes);
  new PlaneEncoder(planes, position.size).encode(position, out);
  return out;
}

/** Lists the planes that are one at a point. */
const planesAt = (encoded: Uint8Array, point: number, planes = 48): number[] =>
  Array.from({ length: planes }, (_, plane) => plane).filter(
    (plane) => encoded[point * planes + plane] === 1,
  );

/** Slow and plain: tries every move on a copy. Ladders are read elsewhere. */
function expectedAt(position: Position, point: number): number[] {
  const { points, toMove } = position;
  const upTo = (count: number): number => Math.min(count, 8) - 1;
  const found: number[] = [firstPlane.ones];
  if (points[point] === EMPTY) found.push(firstPlane.empty);
  else found.push(points[point] === toMove ? firstPlane.own : firstPlane.opponent);
  const turns = position.turnsSince(point);
  if (turns !== Infinity) found.push(firstPlane.turnsSince + upTo(turns));
  if (points[point] !== EMPTY) {
    found.push(firstPlane.liberties + upTo(position.libertiesAt(point)));
  } else if (position.isLegal(point)) {
    const after = position.copy();
    const captures = after.play(point);
    const liberties = after.libertiesAt(point);
    found.push(firstPlane.captureSize + Math.min(captures, 7));
    if (liberties === 1) found.push(firstPlane.selfAtariSize + upTo(after.chainSize(point)));
    found.push(firstPlane.libertiesAfter + upTo(liberties));
    if (!isEye(position, point, toMove)) found.push(firstPlane.sensibleness);
  }
  return found.sort((a, b) => a - b);
}

const isLadder = (plane: number): boolean =>
  plane === firstPlane.ladderCapture || plane === firstPlane.ladderEscape;

describe('PlaneEncoder', () => {
  it('encodes at each point what trying every move shows', () => {
    let compared = 0;
    for (let seed = 0; seed < 3; seed++) {
      replay(playGame(new Random(seed, 'planes'), 9), (position, move) => {
        if (move % 3 > 0) return;
        const encoded = encode(position);
        for (let point = 0; point < 81; point++) {
          expect(planesAt(encoded, point).filter((plane) => !isLadder(plane))).toEqual(
            expectedAt(position, point),
          );
        }
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(40);
  });

  it('gives values that a person can check', () => {
    const position = drawn(
      `
      . X O . .
      X O O . .
      . X . . .
      . . . . .
      . . . . .`,
      BLACK,
    );
    const encoded = encode(position);
    // White's three stones: liberties at (0, 3), (1, 3) and (2, 2).
    expect(planesAt(encoded, 6)).toEqual([1, 3, 12 + 2]);
    // Black at (1, 0): liberties (0, 0) and (2, 0).
    expect(planesAt(encoded, 5)).toEqual([0, 3, 12 + 1]);
    // Black at the corner: no capture; one chain of three stones with one liberty, at (2, 0).
    expect(planesAt(encoded, 0)).toEqual([2, 3, 20, 28 + 2, 36, 46]);
  });

  it('encodes captures, and the liberties that they leave', () => {
    const encoded = encode(
      drawn(`
        . O X . .
        X X . . .
        . . . . .
        . . . . .
        . . . . .`),
    );
    // Black at the corner takes one stone and joins two: the captured point and three below are free.
    expect(planesAt(encoded, 0)).toEqual([
      firstPlane.empty,
      firstPlane.ones,
      firstPlane.captureSize + 1,
      firstPlane.libertiesAfter + 3,
      firstPlane.sensibleness,
    ]);
  });

  it('marks illegal moves and own eyes as not sensible', () => {
    const rows = `
      . X . O .
      X X . O O
      . . . . .
      . . . . .
      . . . . .`;
    const encoded = encode(drawn(rows, WHITE));
    // The left corner is suicide for White: no liberties after it. The right one is an eye.
    expect(planesAt(encoded, 0)).toEqual([firstPlane.empty, firstPlane.ones]);
    expect(planesAt(encoded, 4)).toEqual([
      firstPlane.empty,
      firstPlane.ones,
      firstPlane.captureSize,
      firstPlane.libertiesAfter + 3,
    ]);
  });

  it('marks ladders', () => {
    const position = drawn(
      `
      . . . . . . . . .
      . . X X . . . . .
      . X O . . . . . .
      . X . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .`,
      BLACK,
    );
    const captures = (encoded: Uint8Array) =>
      Array.from({ length: 81 }, (_, point) => point).filter((point) =>
        planesAt(encoded, point).includes(firstPlane.ladderCapture),
      );
    expect(captures(encode(position))).toEqual([21, 29]);
    position.place(60, WHITE);
    expect(captures(encode(position))).toEqual([]);
  });

  it('has smaller sets that are the first planes', () => {
    const position = drawn('. X .\n O . .\n . . .');
    position.play(8);
    const whole = encode(position);
    for (const planes of [4, 12] as const) {
      const part = encode(position, planes);
      for (let point = 0; point < 9; point++) {
        expect([...part.subarray(point * planes, (point + 1) * planes)]).toEqual([
          ...whole.subarray(point * 48, point * 48 + planes),
        ]);
      }
    }
  });

  it('refuses another board size', () => {
    const encoder = new PlaneEncoder(4, 19);
    expect(() => encoder.encode(drawn('. .\n. .'), new Uint8Array(16))).toThrow(
      'the board size must be 19, got 2',
    );
  });
});
