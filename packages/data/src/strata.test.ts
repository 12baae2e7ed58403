import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import type { Split } from './dataset.ts';
import { positionSplit } from './position-split.ts';
import { allTargets, crossValidationFold, targetSplit } from './splits.ts';

const names = ['1', '2', '3', '4', '5'];

/** Examples with so many numbers each as their targets, and perhaps in groups. */
const splitOf = (values: readonly number[], size: number, groups?: readonly number[]): Split =>
  targetSplit({
    inputs: Float32Array.from({ length: values.length / size }, (_, i) => i),
    shape: [1],
    targets: { values: Float32Array.from(values), shape: [size] },
    groups: groups && Int32Array.from(groups),
  });

const foldsOf = (split: Split): Split[] =>
  names.map((fold) => crossValidationFold(split, fold, { folds: names }).test);

/** For each fold, how often each label is there. */
const labelCounts = (split: Split): number[][] =>
  foldsOf(split).map((test) => {
    const { size } = test.targets!;
    const counts = Array<number>(size).fill(0);
    allTargets(test).forEach((value, i) => (counts[i % size] += value));
    return counts;
  });

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

describe('folds of a number', () => {
  // Most are small and few are large, as prices are.
  const random = new Random(0, 'prices');
  const prices = Array.from({ length: 203 }, () => Math.exp(random.normal(0, 1)));

  it('have as many small and large ones, and each example once', () => {
    const folds = foldsOf(splitOf(prices, 1));
    expect(folds.flatMap((test) => [...allTargets(test)]).sort()).toEqual(
      [...Float32Array.from(prices)].sort(),
    );
    expect(spread(folds.map(({ length }) => length))).toBeLessThanOrEqual(1);
    const sorted = prices.toSorted((a, b) => a - b);
    for (const share of [0.1, 0.3, 0.5, 0.8, 0.9]) {
      const limit = sorted[Math.floor(share * sorted.length)];
      for (const test of folds) {
        const below = allTargets(test).filter((price) => price < limit).length / test.length;
        expect(Math.abs(below - share)).toBeLessThan(0.04);
      }
    }
    // At random their means are much farther apart.
    const means = folds.map((test) => meanOf(allTargets(test)));
    const drawn = names.map((_, fold) => meanOf(prices.filter((_, i) => i % 5 === fold)));
    expect(spread(means)).toBeLessThan(0.5 * spread(drawn));
  });

  it('take equal numbers evenly, and every number of a vector', () => {
    const counts = Array.from({ length: 100 }, (_, i) => (i < 80 ? 3 : 7));
    for (const test of foldsOf(splitOf(counts, 1))) {
      expect(allTargets(test).filter((count) => count === 7)).toHaveLength(4);
    }
    const both = prices.flatMap((price, i) => [price, prices[(i * 7) % prices.length]]);
    for (const test of foldsOf(splitOf(both, 2))) {
      const values = allTargets(test);
      for (const k of [0, 1]) {
        const small = values.filter((value, i) => i % 2 === k && value < 1).length / test.length;
        const all = both.filter((value, i) => i % 2 === k && value < 1).length / prices.length;
        expect(Math.abs(small - all)).toBeLessThan(0.07);
      }
    }
  });

  it('divide no group, and still have about as many small and large ones', () => {
    const groups = prices.map((_, i) => Math.floor(i / 4));
    const ofGroups = prices.map((_, i) => prices[Math.floor(i / 4)] + 0.01 * i);
    const folds = foldsOf(splitOf(ofGroups, 1, groups));
    expect(folds.flatMap((test) => [...new Set(test.groups)])).toHaveLength(51);
    const median = ofGroups.toSorted((a, b) => a - b)[101];
    for (const test of folds) {
      const below = allTargets(test).filter((price) => price < median).length / test.length;
      expect(Math.abs(below - 0.5)).toBeLessThan(0.1);
    }
  });
});

describe('folds of several labels', () => {
  it('have their share of each label, rare ones and those of no label too', () => {
    const random = new Random(0, 'labels');
    // The third is rare, and comes with the first alone.
    const values = Array.from({ length: 200 }, (_, i) => {
      const often = random.integer(2);
      return [often, random.integer(4) === 0 ? 1 : 0, i % 20 === 0 ? 1 : 0].map((value, k) =>
        k === 0 && i % 20 === 0 ? 1 : value,
      );
    }).flat();
    const split = splitOf(values, 3);
    const counts = labelCounts(split);
    for (const k of [0, 1, 2]) expect(spread(counts.map((each) => each[k]))).toBeLessThanOrEqual(1);
    expect(counts.map((each) => each[2])).toEqual([2, 2, 2, 2, 2]);
    expect(spread(foldsOf(split).map(({ length }) => length))).toBeLessThanOrEqual(2);
    expect(labelCounts(split)).toEqual(counts);

    // A label that two examples have lies in two folds.
    const rare = labelCounts(splitOf([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1)).flat();
    expect(rare.sort()).toEqual([0, 0, 0, 1, 1]);
  });

  it('divide no group', () => {
    const random = new Random(1, 'labels');
    const [groups, values]: [number[], number[]] = [[], []];
    for (let group = 0; group < 60; group++) {
      const usual = random.integer(2);
      for (let i = 0; i < 5; i++) {
        groups.push(group);
        values.push(usual, random.integer(3) === 0 ? 1 : 0);
      }
    }
    const split = splitOf(values, 2, groups);
    expect(foldsOf(split).flatMap((test) => [...new Set(test.groups)])).toHaveLength(60);
    for (const k of [0, 1]) {
      const shares = labelCounts(split).map((counts) => counts[k] / 60);
      expect(spread(shares)).toBeLessThan(0.09);
    }
  });
});

it('looks at no label of a position', () => {
  const split = positionSplit({
    inputs: new Float32Array(40),
    labels: { values: Int16Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : 0)), shape: [2] },
    shape: [2, 1],
    classes: 2,
  });
  expect(foldsOf(split).map(({ length }) => length)).toEqual([4, 4, 4, 4, 4]);
});
