import { readFile } from 'node:fs/promises';
import { DataError } from '@axiswise/data';
import { checkEncoding, type PlaneCount } from './board-options.ts';
import type { Game } from './game.ts';
import { checkGame } from './games.ts';
import { PASS } from './position.ts';
import { positionsSplit } from './positions-split.ts';
import { parseSgf } from './sgf.ts';

/**
 * The position at the end of each game of an SGF file, as a policy network sees it: what would be
 * played next?
 *
 * @param as.shape `[19, 19, planes]`.
 * @param as.encoding of the run: which planes.
 * @throws GameError where the file cannot be read, is on another board, or has an illegal move.
 */
export async function decodeBoard(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  const { planes } = checkEncoding(as.encoding);
  const [size] = as.shape;
  let content: Uint8Array;
  try {
    content = await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DataError(
      code === 'ENOENT' ? `${file} is missing` : `${file} cannot be read (${code})`,
      { cause },
    );
  }
  const { games, faults } = parseSgf(content, file);
  if (faults.length > 0) throw faults[0];
  for (const each of games) checkGame(each, size);
  return Promise.all(
    games.map(async ({ game }, i) => {
      const where = games.length === 1 ? '' : `game ${i + 1}, `;
      return {
        part: `${where}after move ${game.moves.length}`,
        input: await lastPositionInput(game, planes),
      };
    }),
  );
}

/**
 * The position at the end of a legal game as a policy network sees it, for whoever's turn it is.
 *
 * @returns `[size, size, planes]`, for example to play over GTP.
 */
export async function lastPositionInput(game: Game, planes: PlaneCount): Promise<Float32Array> {
  const input = new Float32Array(game.size * game.size * planes);
  await positionsSplit({
    games: [withNextMove(game)],
    positions: Int32Array.of(0, game.moves.length),
    planes,
  }).gather([0], input);
  return input;
}

/** Examples are positions before a move: the last position is one before a move that is still to come. */
function withNextMove(game: Game): Game {
  return {
    ...game,
    moves: Int16Array.from([...game.moves, PASS]),
    colours: Uint8Array.from([...game.colours, game.toMove]),
  };
}
