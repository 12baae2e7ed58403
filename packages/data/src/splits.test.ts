import { describe, expect, it } from 'vitest';
import type { Split } from './dataset.ts';
import { InputError } from '@axiswise/messages';
import {
  arraySplit,
  crossValidationFold,
  exampleName,
  holdOut,
  subset,
  takeExamples,
  tenFolds,
} from './splits.ts';

/** Example i is the number i, of the class that `labels` gives it. */
function numbered(labels: readonly number[], classes = Math.max(...labels) + 1): Split {
  return arraySplit({
    inputs: Float32Array.from(labels, (_, i) => i),
    labels: Int32Array.from(labels),
    shape: [1],
    classes,
  });
}

function examplesOf(split: Split): number[] {
  const out = new Float32Array(split.length);
  void split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    out,
  );
  return [...out];
}

function perClass(split: Split): number[] {
  const counts: number[] = [];
  for (const label of split.labels) counts[label] = (counts[label] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

/** `counts[k]` examples of class k, classes in turn as long as they last. */
function unbalanced(...counts: number[]): Split {
  const labels: number[] = [];
  for (let turn = 0; turn < Math.max(...counts); turn++) {
    counts.forEach((count, label) => {
      if (turn < count) labels.push(label);
    });
  }
  return numbered(labels);
}

describe('arraySplit', () => {
  const bytes = arraySplit({
    inputs: Uint8Array.of(0, 51, 102, 153, 204, 255),
    labels: Int32Array.of(1, 0, 1),
    shape: [2, 1],
    classes: 2,
  });

  it('scales bytes to 0 … 1 when they are read, in the requested order', () => {
    const out = new Float32Array(4);
    void bytes.gather([2, 0], out);
    expect([...out]).toEqual([0.8, 1, 0, 0.2].map(Math.fround));
  });

  it('may read an example twice', () => {
    const out = new Float32Array(4);
    void bytes.gather([1, 1], out);
    expect([...out]).toEqual([0.4, 0.6, 0.4, 0.6].map(Math.fround));
  });

  it('keeps floats, or scales them as requested', () => {
    const options = {
      inputs: Float32Array.of(-1, 300),
      labels: Int32Array.of(0, 0),
      shape: [1],
      classes: 1,
    };
    const out = new Float32Array(2);
    void arraySplit(options).gather([0, 1], out);
    expect([...out]).toEqual([-1, 300]);
    void arraySplit({ ...options, scale: 0.5 }).gather([0, 1], out);
    expect([...out]).toEqual([-0.5, 150]);
  });

  it('refuses fewer labels than examples, and the reverse', () => {
    const inputs = new Uint8Array(12);
    const split = (count: number) => () =>
      arraySplit({
        inputs,
        labels: new Int32Array(count),
        shape: [2, 2],
        classes: 1,
        name: 'train',
      });
    expect(split(3)).not.toThrow();
    expect(split(2)).toThrow(InputError);
    expect(split(2)).toThrow('train has 2 labels but inputs for 3 examples of [2, 2]');
    expect(split(4)).toThrow('4 labels but inputs for 3 examples');
  });

  it.each([
    [10, /example 1 is 10, but with 10 classes labels go from 0 to 9/],
    [-1, /example 1 is -1/],
  ])('refuses the label %d of ten classes', (label, message) => {
    expect(() => numbered([0, label], 10)).toThrow(message);
    expect(() => numbered([0, label], 10)).toThrow(InputError);
  });
});

describe('subset', () => {
  it('shows the chosen examples with their labels, also of a subset', () => {
    const some = subset(numbered([0, 1, 2, 3, 4]), Uint32Array.of(4, 2, 0));
    expect(examplesOf(some)).toEqual([4, 2, 0]);
    expect([...some.labels]).toEqual([4, 2, 0]);
    expect(examplesOf(subset(some, Uint32Array.of(1)))).toEqual([2]);
  });

  it('carries groups, and what finds an example again', () => {
    const split = { ...numbered([0, 1, 2]), groups: Int32Array.of(7, 8, 7) };
    const some = subset(subset(split, Uint32Array.of(2, 1)), Uint32Array.of(1, 0));
    expect([...some.groups!]).toEqual([8, 7]);
    expect([exampleName(some, 0), exampleName(some, 1)]).toEqual(['1', '2']);
    const named = { ...split, exampleName: (i: number) => `line ${i + 1}` };
    expect(exampleName(subset(named, Uint32Array.of(2)), 0)).toBe('line 3');
  });
});

describe('holdOut', () => {
  const split = unbalanced(50, 30, 20);

  it('splits every class in proportion, without losing or repeating examples', () => {
    const { rest, heldOut } = holdOut(split, { fraction: 0.1, seed: 1 });
    expect(perClass(heldOut)).toEqual([5, 3, 2]);
    expect(perClass(rest)).toEqual([45, 27, 18]);
    const all = [...examplesOf(rest), ...examplesOf(heldOut)];
    expect(all.sort((a, b) => a - b)).toEqual(examplesOf(split));
  });

  it('takes a number of examples as well as a fraction', () => {
    const byCount = holdOut(split, { count: 10, seed: 1 }).heldOut;
    expect(examplesOf(byCount)).toEqual(
      examplesOf(holdOut(split, { fraction: 0.1, seed: 1 }).heldOut),
    );
  });

  it('follows the seed alone', () => {
    const chosen = (seed: number) => examplesOf(holdOut(split, { fraction: 0.2, seed }).heldOut);
    expect(chosen(0)).toEqual(chosen(0));
    expect(chosen(0)).not.toEqual(chosen(1));
  });

  it('never takes the last example of a class', () => {
    const { rest, heldOut } = holdOut(unbalanced(6, 2, 1), { count: 4, seed: 3 });
    expect(perClass(rest).every((count) => count >= 1)).toBe(true);
    expect(perClass(heldOut)).toEqual([3, 1]);
  });

  it.each([
    [{ fraction: 0 }, /between 0 and 1, got 0/],
    [{ fraction: 1 }, /between 0 and 1, got 1/],
    [{ fraction: NaN }, /got NaN/],
    [{ fraction: 0.001 }, /0 of 100 examples cannot be set aside: at least 1 can, and at most 97/],
    [{ count: 98 }, /98 of 100 examples cannot be set aside/],
    [{ count: 1.5 }, /1\.5 of 100/],
  ])('refuses %j', (size, message) => {
    expect(() => holdOut(split, { ...size, seed: 0 })).toThrow(InputError);
    expect(() => holdOut(split, { ...size, seed: 0 })).toThrow(message);
  });
});

describe('takeExamples', () => {
  const split = unbalanced(70, 25, 5);

  it('keeps the proportions', () => {
    expect(perClass(takeExamples(split, 20, 0))).toEqual([14, 5, 1]);
  });

  it('apportions by largest remainders', () => {
    // 7.7, 2.75 and 0.55 of 11: one each to the second and the first.
    expect(perClass(takeExamples(split, 11, 0))).toEqual([7, 3, 1]);
  });

  it('shows every class, however rare', () => {
    expect(perClass(takeExamples(split, 3, 0))).toEqual([1, 1, 1]);
    expect(perClass(takeExamples(split, 10, 0))).toEqual([7, 2, 1]);
  });

  it('draws no example twice, and all of them if all are requested', () => {
    const some = examplesOf(takeExamples(split, 60, 4));
    expect(new Set(some).size).toBe(60);
    expect(examplesOf(takeExamples(split, 100, 4))).toEqual(examplesOf(split));
  });

  it('follows the seed alone', () => {
    const drawn = (seed: number) => examplesOf(takeExamples(split, 30, seed));
    expect(drawn(0)).toEqual(drawn(0));
    expect(drawn(0)).not.toEqual(drawn(1));
  });

  it('refuses more examples than there are, naming both numbers', () => {
    expect(() => takeExamples(split, 101, 0)).toThrow(InputError);
    expect(() => takeExamples(split, 101, 0)).toThrow(
      /101 training examples are asked for, but there are 100/,
    );
  });

  it.each([10.5, NaN])('refuses %d examples', (count) => {
    expect(() => takeExamples(numbered(Array<number>(20).fill(0)), count, 0)).toThrow(
      `the number of training examples must be a positive integer, got ${count}`,
    );
  });

  it('draws from all alike where there are fewer examples than classes', () => {
    const moves = numbered(Array.from({ length: 300 }, (_, i) => i % 100));
    const taken = takeExamples(moves, 50, 0);
    expect(taken.length).toBe(50);
    expect(new Set(taken.labels).size).toBeGreaterThan(30);
    expect([...takeExamples(moves, 50, 0).labels]).toEqual([...taken.labels]);
    expect([...takeExamples(moves, 50, 1).labels]).not.toEqual([...taken.labels]);
    expect(() => takeExamples(split, 0, 0)).toThrow(InputError);
  });
});

describe('crossValidationFold', () => {
  const split = unbalanced(53, 40);

  it('tests every example in exactly one fold and trains on the others', () => {
    const tested = tenFolds.flatMap((fold) => {
      const { train, test } = crossValidationFold(split, fold);
      expect([...examplesOf(train), ...examplesOf(test)].sort((a, b) => a - b)).toEqual(
        examplesOf(split),
      );
      return examplesOf(test);
    });
    expect(tested.sort((a, b) => a - b)).toEqual(examplesOf(split));
  });

  it('spreads each class evenly', () => {
    for (const fold of tenFolds) {
      const [first, second] = perClass(crossValidationFold(split, fold).test);
      expect([5, 6]).toContain(first);
      expect(second).toBe(4);
    }
  });

  it('divides alike for a seed, and otherwise for another', () => {
    const tested = (seed: number) => examplesOf(crossValidationFold(split, '3', { seed }).test);
    expect(tested(0)).toEqual(examplesOf(crossValidationFold(split, '3').test));
    expect(tested(0)).not.toEqual(tested(1));
  });

  it('names the folds there are, and refuses too few examples', () => {
    expect(() => crossValidationFold(split, '11')).toThrow(
      /the fold must be 1, 2, .* or 10, got '11'/,
    );
    expect(() => crossValidationFold(numbered([0, 1]), '9')).toThrow(InputError);
  });
});
