import { describe, expect, it } from 'vitest';
import {
  coverageOfDifference,
  coverageOfMean,
  coverageOfScores,
  coverageOfSquaredErrors,
  falseAlarms,
} from './coverage.fixture.ts';

// Over 2,000 experiments and more populations, with closer limits: coverage.long.test.ts.
describe('over 400 simulated experiments', () => {
  const experiments = 400;
  /** Three standard errors of a share of 5 or 95 %. */
  const error = 3 * Math.sqrt((0.05 * 0.95) / experiments);
  const expectNominal = (coverage: number): void => {
    expect(coverage).toBeGreaterThanOrEqual(0.95 - error);
    expect(coverage).toBeLessThanOrEqual(0.95 + error);
  };

  it.each([
    { seeds: 3, effect: 0 },
    { seeds: 5, effect: 0.7 },
  ])('intervals of a difference cover the true one: %o', (population) =>
    expectNominal(coverageOfDifference(population, experiments)),
  );

  it('intervals of an accuracy and of a difference of differences cover the true ones', () => {
    const { accuracy, differenceOfDifferences } = coverageOfScores(3, experiments);
    expectNominal(accuracy);
    expectNominal(differenceOfDifferences);
  });

  it('p is below 0.05 as rarely as it says where strategies are equal', () => {
    const alarms = falseAlarms({ seeds: 5 }, experiments);
    expect(alarms).toBeLessThanOrEqual(0.05 + error);
    expect(alarms).toBeGreaterThan(0.05 - error);
  });

  it.each([3, 5, 10])('intervals of a mean over %i seeds cover it', (seeds) =>
    expectNominal(coverageOfMean(seeds, experiments)),
  );

  it('intervals of squared errors, which are skewed, cover the true difference, and rarely show one', () => {
    const { covered, falseAlarms } = coverageOfSquaredErrors(
      { seeds: 5, examples: 200 },
      experiments,
    );
    expect(covered).toBeGreaterThanOrEqual(0.95 - error);
    expect(falseAlarms).toBeLessThanOrEqual(0.05 + error);
  });
});
