import type { Dataset, Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { type Settings, settingsOf } from '../kinds/settings.ts';
import type { AugmentationKind } from './augmentation-kind.ts';

/**
 * One augmentation, with its settings: `{ kind: 'rotation', degrees: 10 }`. Plain data that goes into the run
 * record.
 */
export interface AugmentationConfig {
  /** One of ours, or one that the experiment declares. */
  readonly kind: string;
  readonly [setting: string]: unknown;
}

/** An augmentation that a configuration names. */
export interface ChosenAugmentation {
  readonly name: string;
  readonly kind: AugmentationKind;
  readonly settings: Settings;
}

/** The augmentations that a configuration names, in their order: a name alone has its default settings. */
export const augmentationConfigs = (
  augmentation: string | readonly AugmentationConfig[] = [],
): readonly AugmentationConfig[] =>
  typeof augmentation === 'string' ? [{ kind: augmentation }] : augmentation;

/**
 * An augmentation with its settings.
 *
 * @throws InputError for a setting that the kind does not have, or a value outside its range.
 */
export const chosenAugmentation = (
  kind: AugmentationKind,
  { kind: name, ...given }: AugmentationConfig,
): ChosenAugmentation => ({
  name,
  kind,
  settings: settingsOf(kind.settings ?? {}, given, `the augmentation "${name}"`),
});

/** @throws InputError where an augmentation does not fit the data. */
export function checkAugmentations(
  chosen: readonly ChosenAugmentation[],
  { name: data, axes, shape, targets }: Pick<Dataset, 'name' | 'axes' | 'shape' | 'targets'>,
): void {
  for (const { name, kind } of chosen) {
    const reason = kind.refuses?.({ data, axes, shape, targets });
    if (reason === undefined) continue;
    throw new InputError(
      'run',
      `the augmentation "${name}" does not fit the data ${data}: ${reason}; leave it out`,
    );
  }
}

/**
 * A split whose examples are augmented when they are trained on, by one augmentation after the other,
 * instead of what the split does by itself.
 *
 * @throws InputError (when a batch is augmented) where a kind returns a label that is no class.
 */
export function augmentedBy(
  chosen: readonly ChosenAugmentation[],
  split: Split,
  { shape, classes }: { readonly shape: readonly number[]; readonly classes: number },
): Split {
  const { length, labels, targets } = split;
  const gather: Split['gather'] = (indices, out) => split.gather(indices, out);
  const plain: Split = { length, labels, gather, ...(targets && { targets }) };
  const acting = chosen.filter(({ kind }) => kind.augment);
  if (acting.length === 0) return plain;
  const size = shape.reduce((product, each) => product * each, 1);
  return {
    ...plain,
    async augment(indices, out, augmented, { seed, epoch }, wanted) {
      await split.gather(indices, out);
      for (let i = 0; i < indices.length; i++) {
        const random = new Random(seed, 'augmentation', epoch, indices[i]);
        for (const { kind, settings } of acting) {
          const label = kind.augment!({
            input: out.subarray(i * size, (i + 1) * size),
            shape,
            label: augmented[i],
            target: wanted?.subarray(i * targets!.size, (i + 1) * targets!.size),
            random,
            settings,
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
      }
    },
  };
}
