import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import type { Split } from '@axiswise/data';
import type { Captures } from './captures.ts';
import type { EncodePool } from './encode-pool.ts';
import { labelOf } from './position-reader.ts';
import { pointsUnder, symmetryCount } from '../rules/symmetries.ts';

/**
 * Makes a split of positions, which other threads encode on request: a million positions take only
 * the memory of their games.
 *
 * Augmentation transforms each position and its label, or the labels of its points, by one of the eight symmetries.
 *
 * @param positions two numbers per example: the game, and the move to predict.
 * @param pool encodes the positions of its games; several splits may share it.
 * @param captures of each game, where the fates of stones are the targets in place of moves.
 */
export function positionsSplit(
  positions: Int32Array,
  pool: EncodePool,
  captures?: readonly Captures[],
): Split {
  const { games, size } = pool.data;
  const length = positions.length / 2;
  const labels = Int32Array.from({ length }, (_, i) =>
    captures ? 0 : labelOf(games[positions[2 * i]], positions[2 * i + 1]),
  );
  const firstPass = labels.findIndex((label) => label < 0);
  if (firstPass !== -1) {
    throw new InputError(
      'data',
      `example ${firstPass} must be a move to a point, got a pass; leave passes out`,
    );
  }
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
    ...(captures && {
      targets: {
        size: size * size,
        gather(indices, out) {
          for (let i = 0; i < indices.length; i++) {
            const [game, move] = positions.subarray(2 * indices[i]);
            captures[game].write(move, out.subarray(i * size * size, (i + 1) * size * size));
          }
        },
      },
    }),
    gather: (indices, out) => encode(indices, out, () => 0),
    async augment(indices, out, augmentedLabels, { seed, epoch }, targets) {
      const symmetries = Uint8Array.from(indices, (index) =>
        new Random(seed, 'symmetry', epoch, index).integer(symmetryCount),
      );
      await encode(indices, out, (i) => symmetries[i]);
      symmetries.forEach((symmetry, i) => {
        const moved = pointsUnder(size, symmetry);
        if (targets) {
          const points = targets.subarray(i * size * size, (i + 1) * size * size);
          points.slice().forEach((label, point) => (points[moved[point]] = label));
        } else {
          augmentedLabels[i] = moved[augmentedLabels[i]];
        }
      });
    },
  };
}
