import type { AugmentationContext, Split } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';

/** Some examples, ready for the network. */
export interface Batch {
  /** `labels.length × product of the shape` numbers; valid until the next batch is asked for. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
}

/** The order in which an epoch sees the examples: follows from seed and epoch alone. */
export function epochOrder(length: number, seed: number, epoch: number): Uint32Array {
  return new Random(seed, 'epoch order', epoch).permutation(length);
}

/**
 * Walks through a split in batches; the last, smaller batch is included, so that every example comes
 * exactly once.
 *
 * While a batch is used, the next one is already being gathered: a split that gathers on other threads
 * works meanwhile.
 *
 * @param order positions to visit, by default all in their own order.
 * @param from how many of them are skipped: an interrupted epoch goes on there.
 * @param augmentation for training: examples are augmented where the split can.
 * @throws InputError where `batchSize` is no whole number of at least 1.
 */
export async function* batches(
  split: Split,
  options: {
    readonly batchSize: number;
    /** Numbers in one example: the product of the data's shape. */
    readonly exampleSize: number;
    readonly order?: Uint32Array;
    readonly from?: number;
    readonly augmentation?: AugmentationContext;
  },
): AsyncGenerator<Batch> {
  const { batchSize, exampleSize, order, from = 0, augmentation } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new InputError(
      'data',
      `a batch holds a whole number of examples, at least 1, but ${batchSize} came`,
    );
  }
  const indices = order ?? Uint32Array.from({ length: split.length }, (_, i) => i);
  const gather = async (start: number, buffer: Float32Array): Promise<Batch> => {
    const some = indices.subarray(start, start + batchSize);
    const inputs = buffer.subarray(0, some.length * exampleSize);
    const labels = Int32Array.from(some, (index) => split.labels[index]);
    if (augmentation && split.augment) await split.augment(some, inputs, labels, augmentation);
    else await split.gather(some, inputs);
    return { inputs, labels };
  };
  let [buffer, spare] = [0, 1].map(() => new Float32Array(batchSize * exampleSize));
  let next = from < indices.length ? gather(from, buffer) : undefined;
  for (let start = from + batchSize; next; start += batchSize) {
    const batch = await next;
    [buffer, spare] = [spare, buffer];
    next = start < indices.length ? gather(start, buffer) : undefined;
    // Whoever stops early never asks for it: a failure that nobody waits for is none.
    next?.catch(() => undefined);
    yield batch;
  }
}
