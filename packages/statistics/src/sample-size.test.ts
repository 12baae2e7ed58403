import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { pairedDifference } from './paired-difference.ts';
import { sampleSize, scoreVariance } from './sample-size.ts';
import { subtractScores } from './scores.ts';
import { expectedDifference, type SimulatedExperiment, simulateScores } from './simulate-scores.ts';

/** The variance of differences of the population, from many examples and seeds. */
function trueVariance(of: Omit<SimulatedExperiment, 'seeds' | 'examples'>) {
  const random = new Random(1, 'true variance');
  const { a, b } = simulateScores(random, { ...of, seeds: 40, examples: 4000 });
  return scoreVariance(subtractScores(a, b));
}

/** How often the interval of the difference excludes zero. */
function powerOf(experiment: SimulatedExperiment, experiments: number): number {
  const random = new Random(2, 'power', experiment.examples);
  let shown = 0;
  for (let i = 0; i < experiments; i++) {
    const { a, b } = simulateScores(random, experiment);
    if (pairedDifference(a, b).low! > 0) shown++;
  }
  return shown / experiments;
}

describe('scoreVariance', () => {
  it('is that of the two-way analysis of variance, of single scores', () => {
    // Means of examples 1, 0, 0; residuals ±1/3, ±1/3, ±2/3 over 2 degrees of freedom: 2/3.
    const { perSeed, perExample, perScore, seeds, examples } = scoreVariance([
      [1, 0, 1],
      [1, 0, -1],
    ]);
    expect(perScore).toBeCloseTo(2 / 3, 12);
    // 1/9 of the mean, less the residual 1/9: nothing is left of either.
    expect(perSeed).toBeCloseTo(0, 12);
    expect(perExample).toBeCloseTo(0, 12);
    expect({ seeds, examples }).toEqual({ seeds: 2, examples: 3 });
  });

  it('of one seed is all of examples', () => {
    expect(scoreVariance([[1, 0, 1, 0]])).toMatchObject({ perSeed: 0, perExample: 1 / 3 });
  });
});

describe('sampleSize', () => {
  it('is the textbook number where examples alone vary', () => {
    const variance = { perSeed: 0, perExample: 0.25, perScore: 0, seeds: 5, examples: 200 };
    // (1.95996 + 0.84162)² · 0.25 / 0.05² = 784.9, and two more by Student's t.
    expect(sampleSize(variance, { distance: 0.05 })).toEqual({ seeds: 5, examples: 787 });
    // 1.95996² · 0.25 / 0.05² = 384.1: the expected interval just excludes zero.
    expect(sampleSize(variance, { distance: 0.05, power: 0.5 })!.examples).toBe(387);
  });

  it('raises the seeds where no number of examples would be enough', () => {
    const variance = { perSeed: 0.01, perExample: 0.2, perScore: 0.1, seeds: 3, examples: 300 };
    const { seeds, examples } = sampleSize(variance, { distance: 0.05 })!;
    expect(seeds).toBeGreaterThan(20);
    const perMean = 0.01 / seeds + 0.2 / examples + 0.1 / seeds / examples;
    expect((1.96 + 0.84) * Math.sqrt(perMean)).toBeCloseTo(0.05, 2);
    // With examples enough, the fewest seeds.
    const many = { ...variance, examples: 5000 };
    const fewer = sampleSize(many, { distance: 0.05 })!;
    expect(fewer.seeds).toBeLessThan(seeds);
    expect(fewer.examples).toBeGreaterThan(examples);
    expect(fewer.examples).toBeLessThanOrEqual(5000);
    expect(sampleSize(variance, { distance: 1e-8 })).toBeNull();
  });

  it('counts groups where examples come in them', () => {
    const scores = [0, 1].map((seed) =>
      Float64Array.from({ length: 40 }, (_, i) => (Math.floor(i / 4) % 3 === seed ? 1 : 0)),
    );
    const groups = Array.from({ length: 40 }, (_, i) => Math.floor(i / 4));
    const grouped = sampleSize(scoreVariance(scores, groups), { distance: 0.1 })!;
    expect(grouped.examples).toBe(4 * grouped.groups!);
    const independent = sampleSize(scoreVariance(scores), { distance: 0.1 })!;
    expect(grouped.examples).toBeGreaterThan(2 * independent.examples);
  });

  it('where no score differs, takes what could differ unseen', () => {
    const same = scoreVariance([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    // 1 − 0.025 ** (1 / 368) is 0.00997.
    expect(sampleSize(same, { distance: 0.01 })).toEqual({ seeds: 2, examples: 368 });
  });

  it('refuses what cannot be', () => {
    const variance = { perSeed: 0, perExample: 1, perScore: 0, seeds: 2, examples: 2 };
    expect(() => sampleSize(variance, { distance: 0 })).toThrow('above 0, got 0');
    expect(() => sampleSize(variance, { distance: 1, power: 1 })).toThrow('the power must lie');
  });

  it.each([
    { power: 0.5, seedDeviation: 0.05 },
    { power: 0.8, seedDeviation: 0.05 },
    // Seeds that vary so much that five are not enough.
    { power: 0.8, seedDeviation: 0.2 },
  ])('gives simulated experiments a power of $power, seeds vary by $seedDeviation', (of) => {
    const population = { seeds: 5, effect: 0.3, seedDeviation: of.seedDeviation };
    const distance = expectedDifference({ ...population, examples: 0 });
    const variance = { ...trueVariance(population), seeds: 5 };
    const needed = sampleSize(variance, { distance, power: of.power })!;
    if (of.seedDeviation < 0.1) expect(needed.seeds).toBe(5);
    else expect(needed.seeds).toBeGreaterThan(5);
    const measured = powerOf({ ...population, ...needed }, 200);
    expect(measured).toBeGreaterThan(of.power - 0.1);
    expect(measured).toBeLessThan(of.power + 0.1);
  });

  it('is found roughly from five seeds and 200 examples', () => {
    const population = { seeds: 5, effect: 0.3, seedDeviation: 0.05 };
    const distance = expectedDifference({ ...population, examples: 0 });
    const truth = sampleSize({ ...trueVariance(population), seeds: 5 }, { distance })!;
    const random = new Random(3, 'pilots');
    const ratios = Array.from({ length: 100 }, () => {
      const { a, b } = simulateScores(random, { ...population, examples: 200 });
      const found = sampleSize(scoreVariance(subtractScores(a, b)), { distance })!;
      return found.examples / truth.examples;
    }).sort((x, y) => x - y);
    expect(ratios[50]).toBeGreaterThan(0.75);
    expect(ratios[50]).toBeLessThan(1.33);
    expect(ratios[25]).toBeGreaterThan(0.6);
    expect(ratios[75]).toBeLessThan(1.6);
  });
});
