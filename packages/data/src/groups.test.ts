import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import type { Split } from './dataset.ts';
import { describeDividedGroups } from './groups.ts';
import { crossValidationFold, holdOut, subset, takeExamples, tenFolds } from './splits.ts';

/** Examples of which each is a pair: its group and its class. */
const splitOf = (examples: readonly (readonly [group: number, label: number])[]): Split => ({
  length: examples.length,
  labels: Int32Array.from(examples, ([, label]) => label),
  groups: Int32Array.from(examples, ([group]) => group),
  gather: () => undefined,
});

/** Groups of many sizes, each mostly of one class. */
function patients(count: number, seed: number): Split {
  const random = new Random(seed, 'patients');
  return splitOf(
    Array.from({ length: count }, (_, patient) => {
      const usual = random.integer(3);
      return Array.from(
        { length: 1 + random.integer(20) },
        () => [patient * 11, random.uniform(0, 1) < 0.8 ? usual : random.integer(3)] as const,
      );
    }).flat(),
  );
}

const groupsOf = ({ groups }: Split): Set<number> => new Set(groups);
const shared = (a: Split, b: Split): number[] =>
  [...groupsOf(a)].filter((group) => groupsOf(b).has(group));
const sharesOf = ({ labels }: Split): number[] =>
  [0, 1, 2].map((label) => labels.filter((each) => each === label).length / labels.length);

describe('holdOut of groups', () => {
  it('divides no group, and comes near to the size and the classes that are asked for', () => {
    for (let seed = 0; seed < 20; seed++) {
      const split = patients(100, seed);
      const { rest, heldOut } = holdOut(split, { fraction: 0.2, seed });
      expect(rest.length + heldOut.length).toBe(split.length);
      expect(shared(rest, heldOut)).toEqual([]);
      expect(heldOut.length / split.length).toBeGreaterThan(0.17);
      expect(heldOut.length / split.length).toBeLessThan(0.23);
      const [there, wanted] = [sharesOf(heldOut), sharesOf(split)];
      there.forEach((share, label) => expect(Math.abs(share - wanted[label])).toBeLessThan(0.06));
    }
  });

  it('follows the seed alone', () => {
    const chosen = (seed: number) => [
      ...groupsOf(holdOut(patients(40, 1), { fraction: 0.2, seed }).heldOut),
    ];
    expect(chosen(3)).toEqual(chosen(3));
    expect(chosen(3)).not.toEqual(chosen(4));
  });

  it('holds out one of a few large groups where less is asked for', () => {
    const speakers = splitOf(Array.from({ length: 60 }, (_, i) => [i % 3, i % 2] as const));
    const { heldOut } = holdOut(speakers, { fraction: 0.1, seed: 0 });
    expect(heldOut.length).toBe(20);
    expect(groupsOf(heldOut).size).toBe(1);
  });

  it('keeps an example of every class in the rest, and holds one of each out where it can', () => {
    // Class 1 is in two small groups, class 2 in a single one.
    const examples = Array.from({ length: 50 }, (_, i) => [i % 10, 0] as const);
    const split = splitOf([...examples, [10, 1], [11, 1], [12, 2]]);
    for (let seed = 0; seed < 20; seed++) {
      const { rest, heldOut } = holdOut(split, { fraction: 0.1, seed });
      expect(new Set(rest.labels)).toEqual(new Set([0, 1, 2]));
      expect(new Set(heldOut.labels)).toEqual(new Set([0, 1]));
    }
  });

  it('refuses groups that would leave a split empty', () => {
    const one = splitOf(Array.from({ length: 20 }, (_, i) => [4, i % 2] as const));
    expect(() => holdOut(one, { fraction: 0.2, seed: 0 })).toThrow(InputError);
    expect(() => holdOut(one, { fraction: 0.2, seed: 0 })).toThrow(
      'all 20 examples are of one group, and a group is not divided between splits; add examples of ' +
        'other groups',
    );
    const byClass = splitOf(Array.from({ length: 20 }, (_, i) => [i % 2, i % 2] as const));
    expect(() => holdOut(byClass, { fraction: 0.2, seed: 0 })).toThrow(
      'none of 2 groups can be set aside as a whole, since each has the last examples of a class',
    );
  });
});

describe('crossValidationFold of groups', () => {
  it('tests every group in exactly one fold, and the folds are alike', () => {
    const split = patients(120, 5);
    const wanted = sharesOf(split);
    const tested = tenFolds.flatMap((fold) => {
      const { train, test } = crossValidationFold(split, fold);
      expect(train.length + test.length).toBe(split.length);
      expect(shared(train, test)).toEqual([]);
      expect(Math.abs(test.length / split.length - 0.1)).toBeLessThan(0.02);
      sharesOf(test).forEach((share, c) => expect(Math.abs(share - wanted[c])).toBeLessThan(0.08));
      return [...groupsOf(test)];
    });
    expect(tested.sort((a, b) => a - b)).toEqual([...groupsOf(split)]);
  });

  it('fills all folds, also with as many groups as folds of a class each', () => {
    const split = splitOf(Array.from({ length: 30 }, (_, i) => [i % 10, (i % 10) % 3] as const));
    for (const fold of tenFolds) expect(crossValidationFold(split, fold).test.length).toBe(3);
  });

  it('refuses fewer groups than folds', () => {
    const split = splitOf(Array.from({ length: 60 }, (_, i) => [i % 6, i % 2] as const));
    expect(() => crossValidationFold(split, '1')).toThrow(InputError);
    expect(() => crossValidationFold(split, '1')).toThrow(
      '6 groups cannot be divided into 10 folds, since a group is not divided; add groups, or ask for fewer folds',
    );
  });
});

it('takes examples of all groups, exactly as many as are asked for', () => {
  const some = takeExamples(patients(50, 2), 30, 0);
  expect(some.length).toBe(30);
  expect(some.groups).toHaveLength(30);
  expect(groupsOf(some).size).toBeGreaterThan(15);
});

describe('describeDividedGroups', () => {
  const split = splitOf([
    [1, 0],
    [1, 1],
    [2, 0],
    [3, 1],
  ]);
  const part = (...indices: number[]) => subset(split, Uint32Array.from(indices));

  it('says how many groups are on both sides', () => {
    expect(describeDividedGroups('mine.jsonl', { train: part(0, 3), test: part(1, 2) })).toBe(
      'mine.jsonl has examples of 1 of its 2 test groups for training too; the test does not show how ' +
        'well new groups are predicted',
    );
  });

  it('is silent where none is, and where there are no groups', () => {
    expect(describeDividedGroups('a', { train: part(0, 1), test: part(2) })).toBeUndefined();
    const { groups, ...without } = part(0, 3);
    expect(groups).toHaveLength(2);
    expect(describeDividedGroups('a', { train: without, test: part(1, 2) })).toBeUndefined();
  });
});
