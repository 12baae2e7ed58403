import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import type { Split } from '@axiswise/data';
import type { PlaneCount } from './board-options.ts';
import { EncodePool } from './encode-pool.ts';
import type { Game } from '../sgf/game.ts';
import { labelOf } from './position-reader.ts';
import { pointsUnder, symmetryCount } from '../rules/symmetries.ts';

/**
 * Positions of games as examples, encoded when they are asked for and on other threads: a million
 * positions take the memory of their games.
 *
 * A training pass sees each position under one of the eight symmetries, with its label.
 *
 * @param options.games checked games on one size of board.
 * @param options.positions two numbers an example: the game, and the move that is to be found.
 * @param options.planes how many planes; see {@link PlaneEncoder}.
 * @param options.workers threads, by default one.
 */
export function positionsSplit(options: {
  readonly games: readonly Game[];
  readonly positions: Int32Array;
  readonly planes: PlaneCount;
  readonly workers?: number | undefined;
}): Split {
  const { games, positions, planes, workers = 1 } = options;
  const size = games[0]?.size ?? 19;
  const length = positions.length / 2;
  const labels = Int32Array.from({ length }, (_, i) =>
    labelOf(games[positions[2 * i]], positions[2 * i + 1]),
  );
  const stranger = labels.findIndex((label) => label < 0);
  if (stranger !== -1) {
    throw new InputError(
      'data',
      `example ${stranger} of the positions is a pass: leave passes out`,
    );
  }
  const pool = new EncodePool({ games, planes, size }, workers);
  const encode = async (
    indices: ArrayLike<number>,
    out: Float32Array,
    symmetryOf: (i: number) => number,
  ): Promise<void> => {
    const requests = new Int32Array(3 * indices.length);
    for (let i = 0; i < indices.length; i++) {
      requests[3 * i] = positions[2 * indices[i]];
      requests[3 * i + 1] = positions[2 * indices[i] + 1];
      requests[3 * i + 2] = symmetryOf(i);
    }
    out.set(await pool.encode(requests));
  };
  return {
    length,
    labels,
    gather: (indices, out) => encode(indices, out, () => 0),
    async augment(indices, out, varied, { seed, epoch }) {
      const symmetries = Uint8Array.from(indices, (index) =>
        new Random(seed, 'symmetry', epoch, index).integer(symmetryCount),
      );
      await encode(indices, out, (i) => symmetries[i]);
      symmetries.forEach((symmetry, i) => {
        varied[i] = pointsUnder(size, symmetry)[varied[i]];
      });
    },
  };
}
