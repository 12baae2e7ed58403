import type { AugmentationContext, Split } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';

/** A batch of examples as the network's input. */
export interface Batch {
  readonly examples: number;
  /** `examples × product of the shape` numbers; valid until the next batch is requested. */
  readonly inputs: Float32Array;
  /**
   * What is right for each example: its class as a number, or its {@link Split.targets}, one example after
   * another.
   */
  readonly targets: Float32Array;
  /** What is right for the examples that are mixed into these; absent where none are. */
  readonly mixed?: MixedTargets | undefined;
}

/** Of a batch whose inputs are means of two examples each, by mixup. */
export interface MixedTargets {
  /** As {@link Batch.targets}, of the other examples. */
  readonly targets: Float32Array;
  /** Of the other examples in the inputs: from 0 to 0.5. */
  readonly share: number;
}

/** Returns the order of the examples in an epoch; it depends only on seed and epoch. */
export function epochOrder(length: number, seed: number, epoch: number): Uint32Array {
  return new Random(seed, 'epoch order', epoch).permutation(length);
}

/**
 * Iterates over a split in batches, including the last, smaller one, so that every example occurs
 * exactly once.
 *
 * The next batch is gathered while the present one is used, so a split that gathers on other
 * threads works in parallel.
 *
 * @throws InputError if `batchSize` is not a positive integer.
 */
export async function* batches(
  split: Split,
  options: {
    readonly batchSize: number;
    /** Numbers per example: the product of the data's shape. */
    readonly exampleSize: number;
    /** Indices to visit, by default all in their own order. */
    readonly order?: Uint32Array;
    /** How many of them to skip, to resume an interrupted epoch. */
    readonly from?: number;
    /** For training: examples are augmented if the split can. */
    readonly augmentation?: AugmentationContext;
  },
): AsyncGenerator<Batch> {
  const { batchSize, exampleSize, order, from = 0, augmentation } = options;
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new InputError('data', `batchSize must be a positive integer, got ${batchSize}`);
  }
  const indices = order ?? Uint32Array.from({ length: split.length }, (_, i) => i);
  const gather = async (start: number, buffer: Float32Array): Promise<Batch> => {
    const some = indices.subarray(start, start + batchSize);
    const inputs = buffer.subarray(0, some.length * exampleSize);
    const labels = Int32Array.from(some, (index) => split.labels[index]);
    const targets = split.targets && new Float32Array(some.length * split.targets.size);
    split.targets?.gather(some, targets!);
    if (augmentation && split.augment) {
      await split.augment(some, inputs, labels, augmentation, targets);
    } else {
      await split.gather(some, inputs);
    }
    return { examples: some.length, inputs, targets: targets ?? Float32Array.from(labels) };
  };
  let [buffer, spare] = [0, 1].map(() => new Float32Array(batchSize * exampleSize));
  let next = from < indices.length ? gather(from, buffer) : undefined;
  for (let start = from + batchSize; next; start += batchSize) {
    const batch = await next;
    [buffer, spare] = [spare, buffer];
    next = start < indices.length ? gather(start, buffer) : undefined;
    // A caller that stops early never awaits it, so its failure must not be reported as unhandled.
    next?.catch(() => undefined);
    yield batch;
  }
}
