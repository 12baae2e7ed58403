import { describe, expect, it } from 'vitest';
import {
  coverageOfDifference,
  coverageOfMean,
  coverageOfScores,
  falseAlarms,
  restingExperiments,
} from './coverage.fixture.ts';

// Smaller than in benchmarks/coverage.ts: 100 examples and fewer draws.
//
// Intervals that cover 95 % cover in 93.5 to 96.5 % of 2,000 experiments (three standard errors of a
// binomial share). None may cover less. They may cover more, up to 97 %, since a variance that is
// estimated as a difference is never taken below that between the seeds.
describe('over 2,000 simulated experiments', () => {
  const experiments = 2000;
  const expectNominal = (coverage: number): void => {
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
  ])('intervals of a difference cover the true one in 93.5 to 97 %: %o', (population) =>
    expectNominal(coverageOfDifference(population, experiments)),
  );

  it('they are conservative where nothing but single predictions varies: 95 to 98 %', () => {
    const degenerate = { seeds: 5, effect: 0, seedDeviation: 0, interactionDeviation: 0 };
    const coverage = coverageOfDifference(degenerate, experiments);
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(coverage).toBeLessThanOrEqual(0.98);
  });

  it.each([3, 5, 10])(
    'intervals of an accuracy and of a difference of differences cover in 93.5 to 97 %: %i seeds',
    (seeds) => {
      const { accuracy, differenceOfDifferences } = coverageOfScores(seeds, experiments);
      expectNominal(accuracy);
      expectNominal(differenceOfDifferences);
    },
  );

  it.each([
    { seeds: 3 },
    { seeds: 5 },
    { seeds: 10 },
    { seeds: 5, seedDeviation: 0.5, interactionDeviation: 0.3 },
    { seeds: 5, seedDeviation: 0.02, interactionDeviation: 1 },
  ])('p is below 0.05 in at most 6 % where strategies are equal: %o', (population) => {
    const alarms = falseAlarms(population, experiments);
    expect(alarms).toBeLessThanOrEqual(0.06);
    // The test finds something: it is not merely never below 0.05.
    expect(alarms).toBeGreaterThan(0.02);
  });

  it.each([3, 5, 10])('intervals of a mean over %i seeds cover it in 93.5 to 97 %', (seeds) =>
    expectNominal(coverageOfMean(seeds, experiments)),
  );

  it.each([
    { effects: [0, 0, 0, 0], seedDeviation: 0.5, interactionDeviation: 0.3 },
    { effects: [1.2, 0, 0, 1.2], seedDeviation: 0.5, interactionDeviation: 0.3 },
  ])('verdicts and intervals hold where strategies rest when decided: %o', (population) => {
    const { falseVerdicts, covered } = restingExperiments(
      { ...population, seeds: 6, examples: 100 },
      experiments / 2,
    );
    expect(falseVerdicts).toBeLessThanOrEqual(0.06);
    expect(covered).toBeGreaterThanOrEqual(0.94);
  });
});
