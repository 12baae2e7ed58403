import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { intervalOverSeedsAndExamples } from './interval.ts';

describe('intervalOverSeedsAndExamples', () => {
  it('is the t interval over examples with one seed', () => {
    // 3 of 4: mean 0.75, variance 0.25, t(3) = 3.18245; wider than 3/4 on either side.
    const { value, low, high } = intervalOverSeedsAndExamples([[1, 1, 1, 0]]);
    const reach = 3.182446 * Math.sqrt(0.25 / 4);
    expect(value).toBe(0.75);
    expect(high - value).toBeCloseTo(reach, 6);
    expect(value - low).toBeCloseTo(reach, 6);
  });

  it('is the t interval over seeds where examples are all alike', () => {
    // Seed means 0.2, 0.4, 0.6: variance 0.04, t(2) = 4.30265.
    const rows = [0.2, 0.4, 0.6].map((score) => new Array<number>(1000).fill(score));
    const { value, low, high } = intervalOverSeedsAndExamples(rows);
    expect(value).toBeCloseTo(0.4, 12);
    expect((high - low) / 2).toBeCloseTo(4.302653 * Math.sqrt(0.04 / 3), 5);
  });

  it('is never narrower than the rule of three', () => {
    const rows = [1, 1].map((score) => new Array<number>(300).fill(score));
    expect(intervalOverSeedsAndExamples(rows)).toEqual({ value: 1, low: 0.99, high: 1.01 });
  });

  it.each([
    { ofSeeds: 0.3, ofExamples: 0.3 },
    { ofSeeds: 0.02, ofExamples: 1 },
    { ofSeeds: 1, ofExamples: 0.1 },
  ])('covers the truth in 93 to 99 of 100 experiments: $ofSeeds, $ofExamples', (world) => {
    const random = new Random(1, 'coverage', world.ofSeeds);
    let covered = 0;
    const experiments = 1000;
    for (let i = 0; i < experiments; i++) {
      const seeds = Array.from({ length: 5 }, () => random.normal(0, world.ofSeeds));
      const examples = Array.from({ length: 40 }, () => random.normal(0, world.ofExamples));
      const rows = seeds.map((s) => examples.map((e) => s + e + random.normal(0, 0.5)));
      const { low, high } = intervalOverSeedsAndExamples(rows);
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered / experiments).toBeGreaterThan(0.93);
    expect(covered / experiments).toBeLessThan(0.99);
  });
});
