import { InputError } from '@axiswise/messages';
import type { Split, Splits } from './dataset.ts';
import { holdOut } from './splits.ts';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;

/**
 * Sets a fifth of the user's own examples aside for test, each class in proportion and with at least one,
 * whatever the run's seed, so that runs can be compared.
 *
 * @param of.isTrained whether a trained run is to be scored: a class may then be rare.
 * @param of.remedy what to do where a class has a single example.
 * @throws InputError where it does.
 */
export function fifthAside(
  whole: Split,
  of: {
    readonly place: string;
    readonly classes: readonly string[];
    readonly isTrained: boolean;
    readonly remedy: string;
  },
): Splits {
  const { place, classes, isTrained, remedy } = of;
  const counts = countsOf(whole, classes);
  const rare = classes.findIndex((_, label) => counts[label] === 1);
  if (rare !== -1 && !isTrained) {
    throw new InputError(
      'data',
      `${place} has a single example of the class "${classes[rare]}", but one to train on and one to ` +
        `test are needed; ${remedy}`,
    );
  }
  const count = Math.max(Math.round(whole.length * testShare), classes.length, 1);
  const { rest, heldOut } = holdOut(whole, { count, seed: splitSeed });
  return { train: rest, test: heldOut };
}

/** The number of examples of each class. */
export function countsOf({ labels }: Split, classes: readonly string[]): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  return counts;
}
