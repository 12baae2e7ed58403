import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '@axiswise/random';
import GoBoard from '@sabaki/go-board';
import { describe, expect, it } from 'vitest';
import { type Game, replay } from '../sgf/game.ts';
import { type PlainBoard, plainMove } from './plain-rules.fixture.ts';
import { PASS } from './coordinates.ts';
import { BLACK, EMPTY } from './position.ts';
import { parseSgf } from '../sgf/sgf.ts';

const folder = path.join(process.env['AXISWISE_DATA_DIR'] ?? '', 'sgf', 'tygem-9d');
const absent = !existsSync(folder);

function readGames(): Game[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sgf'))
    .sort()
    .flatMap((file) => parseSgf(readFileSync(path.join(folder, file)), file).games)
    .map(({ game }) => game);
}

/**
 * Yields the positions of a game before each move, as @sabaki/go-board plays it: 1 black, −1 white.
 */
function* sabakiPositions({ moves, colours }: Game): Generator<string> {
  let board = GoBoard.fromDimensions(19);
  for (const [i, point] of moves.entries()) {
    yield board.signMap.join();
    if (point === PASS) continue;
    board = board.makeMove(colours[i] === BLACK ? 1 : -1, [point % 19, Math.floor(point / 19)], {
      preventSuicide: true,
    });
  }
}

describe.skipIf(absent)(
  `the games of tygem-9d${absent ? ' (skipped: no sgf/tygem-9d in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    const games = absent ? [] : readGames();

    it('are legal in each of a million moves, and end as the plain rules say', () => {
      expect(games).toHaveLength(5000);
      let moves = 0;
      for (const game of games) {
        // Throws at an illegal move.
        const last = replay(game);
        let board: PlainBoard = { size: 19, stones: new Array<number>(361).fill(EMPTY) };
        game.moves.forEach((point, i) => {
          if (point !== PASS) board = plainMove(board, point, game.colours[i]).board;
        });
        expect(last.points.join()).toBe(board.stones.join());
        moves += game.moves.length;
      }
      expect(moves).toBe(1_052_613);
    });

    it('agree with @sabaki/go-board move by move', () => {
      const some = new Random(0, 'games to compare').permutation(games.length).subarray(0, 25);
      for (const index of some) {
        const oracle = sabakiPositions(games[index]);
        replay(games[index], ({ points }) => {
          const signs = Array.from(points, (colour) => [0, 1, -1][colour]);
          expect(signs.join()).toBe(oracle.next().value);
        });
        expect(oracle.next().done).toBe(true);
      }
    });
  },
);
