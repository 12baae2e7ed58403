import { describe, expect, it } from 'vitest';
import {
  coverageOfDifference,
  coverageOfMean,
  coverageOfScores,
  falseAlarms,
} from './coverage.fixture.ts';

describe('over 2,000 simulated experiments', () => {
  const experiments = 2000;
  const expectNominal = (coverage: number): void => {
    expect(coverage).toBeGreaterThanOrEqual(0.93);
    expect(coverage).toBeLessThanOrEqual(0.97);
  };

  // Test examples, seeds and what a strategy finds easy vary.
  it.each([
    { seeds: 3, effect: 0 },
    { seeds: 5, effect: 0 },
    { seeds: 10, effect: 0 },
    { seeds: 5, effect: 0.7 },
    // Where hardly anything varies, and where few predictions are wrong.
    { seeds: 5, effect: 0, seedDeviation: 0, interactionDeviation: 0 },
    { seeds: 5, effect: 1, intercept: 5 },
  ])('intervals of a difference cover the true one in 93 to 97 %: %o', (population) =>
    expectNominal(coverageOfDifference(population, experiments)),
  );

  it.each([3, 5, 10])(
    'intervals of an accuracy and of a difference of differences cover in 93 to 97 %: %i seeds',
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

  it.each([3, 5, 10])('intervals of a mean over %i seeds cover it in 93 to 97 %', (seeds) =>
    expectNominal(coverageOfMean(seeds, experiments)),
  );
});
