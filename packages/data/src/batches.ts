import type { Split } from './dataset.ts';
import { DataError } from './errors.ts';
import { Random } from './random.ts';

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
 * @param order positions to visit, by default all in their own order.
 * @param from how many of them are skipped: an interrupted epoch goes on there.
 * @throws DataError where `batchSize` is no whole number of at least 1.
 */
export async function* batches(
  split: Split,
  options: {
    readonly batchSize: number;
    /** Numbers in one example: the product of the data's shape. */
    readonly exampleSize: number;
    readonly order?: Uint32Array;
    readonly from?: number;
  },
): AsyncGenerator<Batch> {
  const { batchSize, exampleSize, order, from = 0 } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new DataError(
      `a batch holds a whole number of examples, at least 1, but ${batchSize} came`,
    );
  }
  const indices = order ?? Uint32Array.from({ length: split.length }, (_, i) => i);
  const buffer = new Float32Array(batchSize * exampleSize);
  for (let start = from; start < indices.length; start += batchSize) {
    const some = indices.subarray(start, start + batchSize);
    const inputs = buffer.subarray(0, some.length * exampleSize);
    await split.gather(some, inputs);
    yield { inputs, labels: Int32Array.from(some, (index) => split.labels[index]) };
  }
}
