import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean-interval.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { scoreInterval } from './score-interval.ts';
import { subtractScores } from './scores.ts';
import {
  expectedAccuracy,
  expectedDifference,
  logistic,
  meanLogistic,
  type SimulatedExperiment,
  simulateScores,
} from './simulate-scores.ts';

// Smaller than in benchmarks/coverage.ts: 100 examples and fewer draws.
//
// Intervals that cover 95 % cover in 93.5 to 96.5 % of 2,000 experiments (three standard errors of a
// binomial share). None may cover less. They may cover more, up to 97 %, since a variance that is
// estimated as a difference is never taken below that between the seeds.
describe('over 2,000 simulated experiments', { timeout: 60_000 }, () => {
  const experiments = 2000;
  const covers = ({ low, high }: { low: number; high: number }, truth: number): boolean =>
    low <= truth && truth <= high;
  const expectCoverage = (coverage: number): void => {
    expect(coverage).toBeGreaterThanOrEqual(0.935);
    expect(coverage).toBeLessThanOrEqual(0.97);
  };

  // Test examples, seeds and what a strategy finds easy vary.
  it.each([
    { seeds: 3, effect: 0 },
    { seeds: 5, effect: 0 },
    { seeds: 10, effect: 0 },
    { seeds: 5, effect: 0.7 },
    // Where few predictions are wrong.
    { seeds: 5, effect: 1, intercept: 5 },
  ])('intervals of a difference cover the true one in 93.5 to 97 %: %o', (population) => {
    expectCoverage(coverageOfDifference(population));
  });

  it('they are conservative where nothing but single predictions varies: 95 to 98 %', () => {
    const degenerate = { seeds: 5, effect: 0, seedDeviation: 0, interactionDeviation: 0 };
    const coverage = coverageOfDifference(degenerate);
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(coverage).toBeLessThanOrEqual(0.98);
  });

  function coverageOfDifference(population: Omit<SimulatedExperiment, 'examples'>): number {
    const simulated = { ...population, examples: 100 };
    const random = new Random(1, 'simulation', ...Object.values(population));
    const truth = expectedDifference(simulated);
    let covered = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateScores(random, simulated);
      const { low, high } = pairedDifference(a, b, { replicates: 200, seed: i });
      if (covers({ low: low!, high: high! }, truth)) covered++;
    }
    return covered / experiments;
  }

  it.each([3, 5, 10])(
    'intervals of an accuracy and of a difference of differences cover in 93.5 to 97 %: %i seeds',
    (seeds) => {
      const population = { seeds, examples: 100, effect: 0.5 };
      const random = new Random(4, 'kinds of estimate', seeds);
      const accuracy = expectedAccuracy(population, 'a');
      const covered = { accuracy: 0, differenceOfDifferences: 0 };
      for (let i = 0; i < experiments; i++) {
        const options = { replicates: 100, seed: i };
        const first = simulateScores(random, population);
        const second = simulateScores(random, population);
        if (covers(scoreInterval(first.a, options), accuracy)) covered.accuracy++;
        const gains = [first, second].map(({ a, b }) => subtractScores(a, b));
        const gainedMore = scoreInterval(subtractScores(gains[0], gains[1]), options);
        if (covers(gainedMore, 0)) covered.differenceOfDifferences++;
      }
      for (const count of Object.values(covered)) {
        expectCoverage(count / experiments);
      }
    },
  );

  it.each([
    { seeds: 3 },
    { seeds: 5 },
    { seeds: 10 },
    { seeds: 5, seedDeviation: 0.5, interactionDeviation: 0.3 },
    { seeds: 5, seedDeviation: 0.02, interactionDeviation: 1 },
  ])('p is below 0.05 in at most 6 % where strategies are equal: %o', (population) => {
    const random = new Random(3, 'null', ...Object.values(population));
    let alarms = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateScores(random, { ...population, examples: 100 });
      if (permutationTest(a, b, { permutations: 199, seed: i })! < 0.05) alarms++;
    }
    expect(alarms / experiments).toBeLessThanOrEqual(0.06);
    // The test finds something: it is not merely never below 0.05.
    expect(alarms / experiments).toBeGreaterThan(0.02);
  });

  it.each([3, 5, 10])('intervals of a mean over %i seeds cover it in 93.5 to 97 %', (seeds) => {
    const random = new Random(2, 'means', seeds);
    // Always the same test examples: what varies are the seeds, and their single predictions.
    const ease = Array.from({ length: 200 }, () => random.normal(1.5, 1.5));
    const truth = ease.reduce((sum, logit) => sum + meanLogistic(logit, 0.2), 0) / ease.length;
    let covered = 0;
    for (let i = 0; i < experiments; i++) {
      const accuracies = Array.from({ length: seeds }, () => {
        const seed = random.normal(0, 0.2);
        let right = 0;
        for (const logit of ease) if (random.uniform() < logistic(logit + seed)) right++;
        return right / ease.length;
      });
      const { low, high } = meanInterval(accuracies);
      if (covers({ low: low!, high: high! }, truth)) covered++;
    }
    expectCoverage(covered / experiments);
  });
});
