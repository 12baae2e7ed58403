import { InputError, parseInteger, plural, requireOneOf } from '@axiswise/messages';
import type { LoadContext, Split, Splits } from './dataset.ts';
import { crossValidationFold, holdOut, subset, tenFolds } from './splits.ts';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;
const mostFolds = 1000;

/** The options that divide the user's own data into folds, for `checkOptionNames`. */
export const foldOptions = { fold: '1 … FOLDS', folds: 'COUNT' } as const;

/** What a source of the user's own data says of its folds: see {@link Source.folds}. */
export const ownFolds = {
  folds: tenFolds,
  foldsWith: (options: NonNullable<LoadContext['options']>) => foldsOf(options),
} as const;

/** The names of the folds: `folds=5` has five, without it there are ten. */
function foldsOf({ folds }: NonNullable<LoadContext['options']>): readonly string[] {
  const count = parseInteger('data', 'folds', folds, { from: 2, to: mostFolds });
  return count === undefined ? tenFolds : Array.from({ length: count }, (_, i) => String(i + 1));
}

/** The fold that a call asks for, and all of them; undefined where it asks for none. */
export function askedFold(
  options: LoadContext['options'] = {},
): { readonly fold: string; readonly folds: readonly string[] } | undefined {
  const folds = foldsOf(options);
  const { fold } = options;
  if (fold !== undefined) return { fold: requireOneOf('data', 'the fold', fold, folds), folds };
  if (options['folds'] === undefined) return undefined;
  throw new InputError(
    'data',
    `folds=${folds.length} divides data for cross-validation; name the fold to test, fold=1 to fold=${folds.length}, ` +
      'or cross-validate all of them',
  );
}

/** @throws InputError where a call asks for a fold of data that names its own splits. */
export function refuseFold(place: string, options: LoadContext['options']): void {
  const asked = askedFold(options);
  if (!asked) return;
  throw new InputError(
    'data',
    `${place} has its own test part, so it is not divided into folds; leave fold=${asked.fold} out, or give the ` +
      'examples without their splits to cross-validate them',
  );
}

/**
 * Divides the user's own examples that name no splits. All are the test of a run that is scored on them, and a fold
 * is where a call asks for one. Else a fifth is set aside for test, each class in proportion and with at least one,
 * whatever the run's seed, so that runs can be compared. Groups are not divided.
 *
 * @param of.classes those of the examples; empty where an example has no class of its own.
 * @param of.remedy what to do where a class has a single example.
 * @throws InputError where it does, or groups would leave a part empty.
 */
export function divideWhole(
  whole: Split,
  { options, encoding, scoredBy }: Pick<LoadContext, 'options' | 'encoding' | 'scoredBy'>,
  of: { readonly place: string; readonly classes: readonly string[]; readonly remedy: string },
): Splits {
  const { place, classes, remedy } = of;
  if (scoredBy) return { train: none(whole), test: whole };
  const asked = askedFold(options);
  if (asked) return crossValidationFold(whole, asked.fold, { folds: asked.folds });
  const counts = countsOf(whole, classes);
  const rare = classes.findIndex((_, label) => counts[label] === 1);
  // A run that is trained may be read back with a class that is rare.
  if (rare !== -1 && encoding === undefined) {
    throw new InputError(
      'data',
      `${place} has a single example of the class "${classes[rare]}", but one to train on and one to ` +
        `test are needed; ${remedy}`,
    );
  }
  const present = counts.filter((each) => each > 0).length;
  const count = Math.max(Math.round(whole.length * testShare), present, 1);
  if (count >= whole.length) {
    throw new InputError(
      'data',
      `${place} has ${plural(whole.length, 'example')}, which is too few to train and to test; ${remedy}`,
    );
  }
  const { rest, heldOut } = holdOut(whole, { count, seed: splitSeed });
  return { train: rest, test: heldOut };
}

/**
 * A split of which only classes and groups are known: it can be divided, which refuses what cannot be divided
 * before anything is read.
 */
export const unread = (labels: Int32Array, groups?: Int32Array): Split => ({
  length: labels.length,
  labels,
  ...(groups && { groups }),
  gather() {
    throw new Error('these examples are not read');
  },
});

/** No example of a split. */
export const none = (split: Split): Split => subset(split, new Uint32Array(0));

/** The number of examples of each class. */
export function countsOf({ labels }: Split, classes: readonly string[]): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  return counts;
}
