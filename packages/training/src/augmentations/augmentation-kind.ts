import type { Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';

/**
 * One way to change training examples each time they are used. An experiment declares its own under
 * `augmentations`.
 *
 * @example
 * const mirror: AugmentationKind = {
 *   describe: 'every other example runs backwards',
 *   augment: ({ input, random }) => {
 *     if (random.uniform() < 0.5) input.reverse();
 *   },
 * };
 */
export interface AugmentationKind {
  /** One line for lists. */
  readonly describe: string;
  /**
   * Changes one example in place, and returns its label where that becomes another. Absent: examples are
   * used as they are.
   */
  augment?(example: AugmentedExample): number | void;
}

/** A training example that is about to be used. */
export interface AugmentedExample {
  /** As many numbers as the shape says, changed in place. */
  readonly input: Float32Array;
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  readonly label: number;
  /** What is right, where that is not a class: changed in place where it becomes something else. */
  readonly target?: Float32Array | undefined;
  /** Follows from the run's seed, the epoch and the example, so that a continued run is the same. */
  readonly random: Random;
}

/**
 * A split whose examples a kind augments when they are trained on, instead of what the split does by
 * itself.
 *
 * @throws InputError (when a batch is augmented) where the kind returns a label that is no class.
 */
export function augmentedBy(
  kind: AugmentationKind,
  split: Split,
  { shape, classes }: { readonly shape: readonly number[]; readonly classes: number },
): Split {
  const { length, labels, targets } = split;
  const gather: Split['gather'] = (indices, out) => split.gather(indices, out);
  const plain: Split = { length, labels, gather, ...(targets && { targets }) };
  if (!kind.augment) return plain;
  const size = shape.reduce((product, each) => product * each, 1);
  return {
    ...plain,
    async augment(indices, out, augmented, { seed, epoch }, wanted) {
      await split.gather(indices, out);
      for (let i = 0; i < indices.length; i++) {
        const label = kind.augment!({
          input: out.subarray(i * size, (i + 1) * size),
          shape,
          label: augmented[i],
          target: wanted?.subarray(i * targets!.size, (i + 1) * targets!.size),
          random: new Random(seed, 'augmentation', epoch, indices[i]),
        });
        if (typeof label !== 'number') continue;
        if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
          throw new InputError(
            'run',
            `the augmentation (${kind.describe}) must return a class from 0 to ${classes - 1}, ` +
              `got ${label}`,
          );
        }
        augmented[i] = label;
      }
    },
  };
}
