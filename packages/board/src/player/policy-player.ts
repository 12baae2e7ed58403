import { checkEncoding } from '../sources/board-options.ts';
import { chooseMove } from './choose-move.ts';
import { lastPositionInput } from '../sources/last-position.ts';
import type { GtpPlayer } from '../gtp/gtp-player.ts';

/**
 * Makes a player of a policy network: it plays the most likely move that is legal and sensible
 * ({@link chooseMove}).
 *
 * @param options.encoding the encoding of the run that trained the network; it names the planes.
 * @param options.score maps `[19, 19, planes]` to a score for each of the 361 points.
 * @throws InputError if the run was not trained on boards.
 */
export function policyPlayer(options: {
  readonly name: string;
  readonly version: string;
  readonly encoding: unknown;
  readonly score: (input: Float32Array, examples: 1) => Float32Array | Promise<Float32Array>;
}): GtpPlayer {
  const { name, version, encoding, score } = options;
  const { planes } = checkEncoding(encoding);
  return {
    name,
    version,
    sizes: [19],
    genmove: async (position, game) =>
      chooseMove(position, await score(lastPositionInput(game, planes), 1), game.moves.length),
  };
}
