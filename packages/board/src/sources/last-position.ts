import { checkEncoding, type PlaneCount } from './board-options.ts';
import type { Game } from '../sgf/game.ts';
import { checkGame } from '../sgf/games.ts';
import { PositionReader } from './position-reader.ts';
import { parseSgf } from '../sgf/sgf.ts';

/**
 * The position at the end of each game of SGF, as a policy network sees it: what would be played next?
 *
 * @param bytes of an SGF file.
 * @param as.shape `[19, 19, planes]`.
 * @param as.encoding of the run: which planes.
 * @param name the file's name, for errors.
 * @throws GameError where a game cannot be read, is on another board, or has an illegal move.
 */
export function encodeLastPositions(
  bytes: Uint8Array,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
  name = 'the game',
): { readonly part: string; readonly input: Float32Array }[] {
  const { planes } = checkEncoding(as.encoding);
  const [size] = as.shape;
  const { games, faults } = parseSgf(bytes, name);
  if (faults.length > 0) throw faults[0];
  for (const each of games) checkGame(each, size);
  return games.map(({ game }, i) => {
    const where = games.length === 1 ? '' : `game ${i + 1}, `;
    return {
      part: `${where}after move ${game.moves.length}`,
      input: lastPositionInput(game, planes),
    };
  });
}

/**
 * The position at the end of a legal game as a policy network sees it, for whoever's turn it is.
 *
 * @returns `[size, size, planes]`, for example to play over GTP.
 */
export function lastPositionInput(game: Game, planes: PlaneCount): Float32Array {
  const bytes = new Uint8Array(game.size * game.size * planes);
  const reader = new PositionReader([game], planes, game.size);
  reader.read({ game: 0, move: game.moves.length, symmetry: 0 }, bytes);
  return Float32Array.from(bytes);
}
