import { type Batch, batches, epochOrder, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { mixUp } from './mixup.ts';
import { ReusedFloats } from './reused-floats.ts';
import type { TrainingConfig } from './training-config.ts';

/**
 * The batches of one epoch of training, augmented and mixed. They follow from the seed and the epoch alone, so that
 * an epoch that was interrupted goes on with the same ones.
 *
 * @param at.from how many batches are done already.
 */
export async function* trainingBatches(
  {
    train,
    shape,
    config,
    seed,
  }: {
    readonly train: Split;
    /** Of one example. */
    readonly shape: readonly number[];
    readonly config: Pick<TrainingConfig, 'batchSize' | 'mixup'>;
    readonly seed: number;
  },
  { epoch, from = 0 }: { readonly epoch: number; readonly from?: number },
): AsyncGenerator<Batch> {
  const { batchSize, mixup: alpha } = config;
  const batchesLeft = batches(train, {
    batchSize,
    exampleSize: shape.reduce((product, length) => product * length, 1),
    order: epochOrder(train.length, seed, epoch),
    from: from * batchSize,
    augmentation: { seed, epoch },
  });
  const memory = new ReusedFloats();
  let number = from;
  for await (const batch of batchesLeft) {
    const random = new Random(seed, 'mixup', epoch, number++);
    yield alpha === undefined ? batch : mixUp(batch, { alpha, random, memory });
  }
}
