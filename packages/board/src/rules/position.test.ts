import { Random } from '@axiswise/random';
import GoBoard from '@sabaki/go-board';
import { describe, expect, it } from 'vitest';
import { drawn } from '../drawing/board-drawing.fixture.ts';
import { InputError } from '@axiswise/messages';
import { drawBoard } from '../drawing/board-drawing.ts';
import { PASS } from './coordinates.ts';
import { BLACK, EMPTY, Position, WHITE } from './position.ts';

const signOf = (colour: number): number => [0, 1, -1][colour];

/** Compares everything that the rules define of a position with another implementation. */
function compare(position: Position, oracle: GoBoard): void {
  const { size, points, toMove } = position;
  const [ours, theirs]: unknown[][] = [[], []];
  for (let point = 0; point < points.length; point++) {
    const vertex: [number, number] = [point % size, Math.floor(point / size)];
    ours.push(signOf(points[point]), position.whyIllegal(point));
    const { overwrite, suicide, ko } = oracle.analyzeMove(signOf(toMove), vertex);
    theirs.push(
      oracle.signMap[vertex[1]][vertex[0]],
      overwrite ? 'occupied' : ko ? 'ko' : suicide ? 'suicide' : undefined,
    );
    if (points[point] === EMPTY) continue;
    ours.push(position.libertiesAt(point), position.chainSize(point));
    theirs.push(oracle.getLiberties(vertex).length, oracle.getChain(vertex).length);
  }
  expect(ours, drawBoard(position)).toEqual(theirs);
}

/** Plays random legal moves and compares each position; counts how often each fault came up. */
function playAndCompare(size: number, moves: number, seed: number): Record<string, number> {
  const random = new Random(seed, 'random game', size);
  const position = new Position(size);
  let oracle = GoBoard.fromDimensions(size);
  const seen: Record<string, number> = { captures: 0 };
  for (let move = 0; move < moves; move++) {
    compare(position, oracle);
    const legal: number[] = [];
    for (let point = 0; point < size * size; point++) {
      const why = position.whyIllegal(point);
      if (why) seen[why] = (seen[why] ?? 0) + 1;
      else legal.push(point);
    }
    const point = legal.length === 0 ? PASS : random.pick(legal);
    const { toMove } = position;
    const captured = position.play(point);
    if (captured > 0) seen['captures']++;
    if (point === PASS) continue;
    oracle = oracle.makeMove(signOf(toMove), [point % size, Math.floor(point / size)], {
      preventSuicide: true,
      preventKo: true,
    });
  }
  compare(position, oracle);
  return seen;
}

describe('Position', () => {
  it('agrees with another implementation move by move, on boards where every rule applies', () => {
    const seen = { captures: 0, suicide: 0, ko: 0 };
    for (let seed = 0; seed < 10; seed++) {
      const game = playAndCompare(5, 120, seed);
      for (const key of ['captures', 'suicide', 'ko'] as const) seen[key] += game[key] ?? 0;
    }
    // A thousand positions, in which every rule came up often.
    expect(seen.captures).toBeGreaterThan(80);
    expect(seen.suicide).toBeGreaterThan(200);
    expect(seen.ko).toBeGreaterThan(8);
  });

  it.each([2, 9, 19])('agrees on a board of %i', (size) => {
    playAndCompare(size, size === 19 ? 60 : 100, 7);
  });

  it('captures a chain and returns the number of stones', () => {
    const position = drawn(`
      . X X .
      X O O .
      . X X .
      . . . .`);
    expect(position.libertiesAt(5)).toBe(1);
    expect(position.atariLiberty(5)).toBe(7);
    expect(position.play(7)).toBe(2);
    expect(position.points[5]).toBe(EMPTY);
    expect(position.points[6]).toBe(EMPTY);
    expect(position.koPoint).toBe(-1);
  });

  it('forbids taking a ko back at once, and allows it after a move elsewhere', () => {
    const position = drawn(`
      . X O . .
      X O . O .
      . X O . .
      . . . . .
      . . . . .`);
    expect(position.play(7)).toBe(1);
    expect(position.koPoint).toBe(6);
    expect(position.whyIllegal(6)).toBe('ko');
    expect(() => position.play(6)).toThrow('white B4: the ko may not be taken back at once');
    position.play(24);
    position.play(20);
    expect(position.play(6)).toBe(1);
  });

  it('forbids suicide of one stone and of several, but not a capture that looks like one', () => {
    const alone = drawn('. X O\n X X .\n . . .', WHITE);
    expect(alone.whyIllegal(0)).toBe('suicide');
    const several = `
      . O X .
      O O X .
      X X X .
      . . . .`;
    expect(drawn(several, WHITE).whyIllegal(0)).toBe('suicide');
    expect(drawn(several, BLACK).play(0)).toBe(3);
  });

  it('captures four chains with one stone', () => {
    const position = drawn(`
      . . X . .
      . X O X .
      X O . O X
      . X O X .
      . . X . .`);
    expect(position.play(12)).toBe(4);
    expect([7, 11, 13, 17].map((point) => position.points[point])).toEqual([0, 0, 0, 0]);
    expect(position.libertiesAt(12)).toBe(4);
  });

  it('allows filling a taken ko, and lifts the ban after passes and setup stones', () => {
    const rows = `
      . X O .
      X O . O
      . X O .
      . . . .`;
    const position = drawn(rows);
    position.play(6);
    expect(position.whyIllegal(5, WHITE)).toBe('ko');
    expect(position.whyIllegal(5, BLACK)).toBeUndefined();
    position.play(PASS);
    position.play(PASS);
    expect(position.whyIllegal(5, WHITE)).toBeUndefined();
    const placed = drawn(rows);
    placed.play(6);
    placed.place(12, WHITE);
    expect(placed.koPoint).toBe(-1);
  });

  it('has no ko in a snapback, where the capturing stone can be captured with others', () => {
    const position = drawn(`
      X O . . O X
      X O O O O X
      X X X X X X
      . . . . . .
      . . . . . .
      . . . . . .`);
    position.play(2);
    expect(position.play(3)).toBe(1);
    expect(position.koPoint).toBe(-1);
    expect(position.play(2)).toBe(7);
  });

  it('visits each liberty of a chain once', () => {
    const position = drawn(`
      . X X O .
      . X O O O
      X . . X .
      . . X X .
      . . . . .`);
    const libertiesOf = (point: number): number[] => {
      const liberties: number[] = [];
      expect(position.visitLiberties(point, (liberty) => liberties.push(liberty))).toBe(
        position.libertiesAt(point),
      );
      return liberties.sort((a, b) => a - b);
    };
    expect(libertiesOf(1)).toEqual([0, 5, 11]);
    expect(libertiesOf(10)).toEqual([5, 11, 15]);
    expect(libertiesOf(3)).toEqual([4, 12, 14]);
    expect(libertiesOf(13)).toEqual([12, 14, 16, 19, 22, 23]);
    expect([1, 10, 3, 13, 0].map((point) => position.chainSize(point))).toEqual([3, 1, 4, 3, 0]);
  });

  it('refuses an illegal move with one sentence, and changes nothing', () => {
    const position = new Position(9);
    position.play(40);
    const before = drawBoard(position);
    expect(() => position.play(40)).toThrow(
      new InputError('board', 'white E5: the point is occupied'),
    );
    expect(() => position.play(81)).toThrow('81 is not a point of a 9×9 board');
    expect(() => new Position(1)).toThrow('the board size must be an integer from 2 to 25, got 1');
    expect(drawBoard(position)).toBe(before);
    expect(position.moveNumber).toBe(1);
    expect(position.toMove).toBe(WHITE);
  });

  it('counts the turns since a stone was played; setup stones have no age', () => {
    const position = new Position(9);
    position.place(0, BLACK);
    position.play(10);
    position.play(20);
    position.play(PASS);
    expect([10, 20, 0, 5].map((point) => position.turnsSince(point))).toEqual([
      3,
      2,
      Infinity,
      Infinity,
    ]);
  });

  it('copies everything, and copies are independent', () => {
    const position = new Position(9);
    for (const point of [10, 11, 20, 1, 2]) position.play(point);
    const copy = position.copy();
    copy.play(19);
    expect(position.points[19]).toBe(EMPTY);
    position.play(19);
    expect(drawBoard(copy)).toBe(drawBoard(position));
    expect(copy.turnsSince(20)).toBe(position.turnsSince(20));
  });

  it('removes stones and recomputes the chains', () => {
    const position = drawn(`
      X X X
      . . .
      . . .`);
    position.place(1, EMPTY);
    expect(position.stonesOf(0)).toEqual([0]);
    expect(position.libertiesAt(0)).toBe(2);
    position.place(1, BLACK);
    expect(position.stonesOf(0).sort()).toEqual([0, 1, 2]);
  });

  it('scores by area', () => {
    const position = drawn(`
      . X O .
      X X O .
      . X O O
      . X O .`);
    // Black: five stones and three points beside them; White the same.
    expect(position.areaScore()).toEqual({ black: 8, white: 8 });
  });
});
