import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { scoreInterval } from './score-interval.ts';
import { drawnVariance } from './draw-scores.fixture.ts';
import { countPatterns, subtractScores } from './scores.ts';
import { simulateScores } from './simulate-scores.ts';
import { studentQuantile } from './student-t.ts';
import { sumScores, varianceComponents } from './variance-components.ts';

describe('scoreInterval', () => {
  it('is the t interval over examples with one seed', () => {
    // 3 of 4: mean 0.75, variance 0.25, t(3) = 3.18245.
    const { mean, low, high } = scoreInterval([[1, 1, 1, 0]]);
    const reach = 3.182446 * Math.sqrt(0.25 / 4);
    expect(mean).toBe(0.75);
    expect(high - mean).toBeCloseTo(reach, 6);
    expect(mean - low).toBeCloseTo(reach, 6);
  });

  it('has the p-value of the same t, below 0.05 where the interval excludes zero', () => {
    // Mean 0.75, standard error 0.25: t(3) = 3 has p = 0.057669.
    expect(scoreInterval([[1, 1, 1, 0]]).p).toBeCloseTo(0.057669, 6);
    const { a, b } = simulateScores(new Random(5, 'p'), { seeds: 3, examples: 200, effect: 0.3 });
    const differences = subtractScores(a, b);
    const { p } = scoreInterval(differences);
    // The interval that just reaches zero.
    const { low, high, mean } = scoreInterval(differences, { confidence: 1 - p });
    expect(mean > 0 ? low : high).toBeCloseTo(0, 9);
  });

  it('is the t interval over seeds where examples are all alike', () => {
    // Seed means 0.2, 0.4, 0.6: variance 0.04, t(2) = 4.30265.
    const rows = [0.2, 0.4, 0.6].map((score) => Array<number>(1000).fill(score));
    const { mean, low, high } = scoreInterval(rows);
    expect(mean).toBeCloseTo(0.4, 12);
    expect((high - low) / 2).toBeCloseTo(4.302653 * Math.sqrt(0.04 / 3), 6);
  });

  it.each([3, 5, 10])('has the standard error that drawing gives: %i seeds', (seeds) => {
    const { a, b } = simulateScores(new Random(0, 'variance'), {
      seeds,
      examples: 400,
      effect: 0.2,
      seedDeviation: 0.5,
      interactionDeviation: 1,
    });
    const differences = subtractScores(a, b);
    const components = varianceComponents(sumScores(countPatterns(differences)));
    const { low, high } = scoreInterval(differences);
    const error = (high - low) / 2 / studentQuantile(0.975, components.degreesOfFreedom);
    // The standard error of a variance of 4,000 draws is 2 %.
    expect(Math.abs(error ** 2 / drawnVariance(differences, components) - 1)).toBeLessThan(0.07);
  });

  it('holds what could differ unseen where no score differs', () => {
    // None of 300 differs: with a share x of differing ones that has the probability (1 - x)³⁰⁰ = 2.5 %.
    const unseen = 1 - 0.025 ** (1 / 300);
    const ones = [1, 1].map((score) => Array<number>(300).fill(score));
    expect(scoreInterval(ones)).toEqual({ mean: 1, low: 1 - unseen, high: 1 + unseen, p: 0 });
    const zeros = ones.map((row) => row.map(() => 0));
    expect(scoreInterval(zeros, { range: 2 }).high).toBeCloseTo(2 * unseen, 12);
  });

  it('moves with the scores and is scaled with them', () => {
    const { a } = simulateScores(new Random(5, 'scale'), { seeds: 4, examples: 200 });
    const { mean, low, high } = scoreInterval(a);
    const scaled = scoreInterval(a.map((row) => Float64Array.from(row, (score) => 3 * score)));
    expect(scaled.mean).toBeCloseTo(3 * mean, 12);
    expect(scaled.low).toBeCloseTo(3 * low, 10);
    expect(scaled.high).toBeCloseTo(3 * high, 10);
  });
});
