import { expect, it } from 'vitest';
import { countPatterns } from './scores.ts';
import { sumScores, varianceComponents } from './variance-components.ts';

const componentsOf = (scores: number[][]) => varianceComponents(sumScores(countPatterns(scores)));

it('divides the variance of the mean as the two-way analysis of variance does', () => {
  // Two seeds × three examples; mean 1/3.
  const { mean, seeds, examples, residual, variance } = componentsOf([
    [1, 0, 1],
    [1, 0, -1],
  ]);
  expect(mean).toBeCloseTo(1 / 3, 12);
  // Means of seeds 2/3 and 0: variance 2/9, over 2 seeds.
  expect(seeds).toBeCloseTo(1 / 9, 12);
  // Means of examples 1, 0, 0: variance 1/3, over 3 examples.
  expect(examples).toBeCloseTo(1 / 9, 12);
  // What is left: ±1/3, ±1/3, ±2/3, squares 4/3, over 1 × 2 degrees and 6 scores.
  expect(residual).toBeCloseTo(1 / 9, 12);
  expect(variance).toBeCloseTo(1 / 9, 12);
});

it('has the degrees of freedom of seeds where only they vary, of examples where only these do', () => {
  const bySeed = componentsOf([0.2, 0.4, 0.6].map((score) => Array<number>(1000).fill(score)));
  expect(bySeed.variance).toBeCloseTo(0.04 / 3, 12);
  expect(bySeed.degreesOfFreedom).toBeCloseTo(2, 6);
  const row = [1, 1, 0, 1, 0];
  const byExample = componentsOf([row, row, row]);
  expect(byExample.variance).toBeCloseTo(0.3 / 5, 12);
  expect(byExample.degreesOfFreedom).toBeCloseTo(4, 12);
});

it('is at least the variance of the seeds', () => {
  // Seeds disagree about every example: the estimate by difference would be negative.
  const { seeds, examples, residual, variance } = componentsOf([
    [1, 0, 1, 0],
    [0, 1, 0, 1],
  ]);
  expect(seeds + examples - residual).toBeLessThan(0);
  expect(variance).toBe(Math.max(seeds, residual / 4));
});
