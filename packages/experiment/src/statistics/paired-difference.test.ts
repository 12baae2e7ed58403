import { Random } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { pairAnswers, pairedDifference, permutationTest } from './index.ts';
import { momentsOf, sumsOf } from './paired-answers.ts';
import { poisson } from './poisson.ts';
import { simulateAnswers } from './simulate-answers.fixture.ts';

const answers = (...rows: string[]): Uint8Array[] =>
  rows.map((row) => Uint8Array.from(row, (digit) => Number(digit)));

describe('pairAnswers', () => {
  it('counts examples by their differences over the seeds, leaving out where there are none', () => {
    const paired = pairAnswers(answers('1111', '1110'), answers('0101', '1100'));
    // Example 0: 1, 0. Example 1: none. Example 2: 1, 1. Example 3: none.
    expect(paired.examples).toBe(4);
    expect([...paired.patterns]).toEqual([1, 0, 1, 1]);
    expect([...paired.counts]).toEqual([1, 1]);
  });

  it('refuses answers to different examples', () => {
    expect(() => pairAnswers(answers('11', '1'), answers('11', '11'))).toThrow('the same examples');
  });
});

describe('momentsOf', () => {
  it('divides the variance of the mean as the analysis of variance of two ways does', () => {
    // Differences, two seeds × three examples: 1 0 1 / 1 0 -1; mean 1/3.
    const paired = pairAnswers(answers('101', '100'), answers('000', '001'));
    const { difference, fromSeeds, fromExamples, fromAnswers, variance } = momentsOf(
      sumsOf(paired),
    );
    expect(difference).toBeCloseTo(1 / 3, 12);
    // Means of seeds 2/3 and 0: variance 2/9, over 2 seeds.
    expect(fromSeeds).toBeCloseTo(1 / 9, 12);
    // Means of examples 1, 0, 0: variance 1/3, over 3 examples.
    expect(fromExamples).toBeCloseTo(1 / 9, 12);
    // What is left: ±1/3, ±1/3, ±2/3, squares 4/3, over 1 × 2 degrees and 6 answers.
    expect(fromAnswers).toBeCloseTo(1 / 9, 12);
    expect(variance).toBeCloseTo(1 / 9, 12);
  });
});

describe('poisson', () => {
  it.each([0.3, 4, 25, 3000])('has mean and variance %f', (mean) => {
    const random = new Random(1, 'poisson', mean);
    const draw = poisson(mean);
    const draws = Array.from({ length: 20_000 }, () => draw(random));
    const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / draws.length;
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / 20_000));
    expect(variance / mean).toBeGreaterThan(0.95);
    expect(variance / mean).toBeLessThan(1.05);
  });
});

describe('pairedDifference and permutationTest', () => {
  it('show nothing of one seed, and no difference between equal answers', () => {
    const one = pairAnswers(answers('1100'), answers('1000'));
    expect(pairedDifference(one)).toEqual({ difference: 0.25, low: null, high: null });
    expect(permutationTest(one)).toBeNull();
    const same = pairAnswers(answers('1100', '1010'), answers('1100', '1010'));
    expect(pairedDifference(same)).toEqual({ difference: 0, low: 0, high: 0 });
    expect(permutationTest(same)).toBe(1);
  });

  it('are equal from call to call, and turn around with the strategies', () => {
    const { a, b } = simulateAnswers(new Random(3, 'once'), { seeds: 5, examples: 400, gap: 0.5 });
    const forwards = pairedDifference(pairAnswers(a, b));
    expect(pairedDifference(pairAnswers(a, b))).toEqual(forwards);
    const backwards = pairedDifference(pairAnswers(b, a));
    expect(backwards.difference).toBeCloseTo(-forwards.difference, 12);
    expect(backwards.low).toBeCloseTo(-forwards.high!, 2);
    expect(permutationTest(pairAnswers(b, a))).toBe(permutationTest(pairAnswers(a, b)));
  });

  it('agree with the exact test of Wilcoxon’s kind where every seed answers alike', () => {
    // 12 discordant examples, all for a: by permutation 2 / 2^12, but seeds without spread.
    const a = answers(`${'1'.repeat(12)}00000000`, `${'1'.repeat(12)}00000000`);
    const b = answers('0'.repeat(20), '0'.repeat(20));
    const p = permutationTest(pairAnswers(a, b), { permutations: 200_000 })!;
    expect(p).toBeGreaterThan(2 / 2 ** 12 / 1.3);
    expect(p).toBeLessThan((2 / 2 ** 12) * 1.3);
  });
});

describe('over 2,000 simulated experiments of five seeds', { timeout: 60_000 }, () => {
  // Strategies of equal accuracy in the population; test examples, seeds and the liking of strategies
  // for examples vary.
  it('intervals cover the truth in 93 to 97 %, and p is below 0.05 in at most 6 %', () => {
    const random = new Random(1, 'simulation');
    const experiments = 2000;
    let covered = 0;
    let alarms = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateAnswers(random, { seeds: 5, examples: 200, gap: 0 });
      const paired = pairAnswers(a, b);
      const { low, high } = pairedDifference(paired, { replicates: 500, seed: i });
      if (low! <= 0 && high! >= 0) covered++;
      if (permutationTest(paired, { permutations: 199, seed: i })! < 0.05) alarms++;
    }
    expect(covered / experiments).toBeGreaterThanOrEqual(0.93);
    expect(covered / experiments).toBeLessThanOrEqual(0.97);
    expect(alarms / experiments).toBeLessThanOrEqual(0.06);
    // Nor is it deaf.
    expect(alarms / experiments).toBeGreaterThan(0.01);
  });

  it('intervals of a mean over seeds cover it in 93 to 97 %', async () => {
    const { meanInterval } = await import('./index.ts');
    const random = new Random(2, 'means');
    let covered = 0;
    for (let i = 0; i < 2000; i++) {
      const values = Array.from({ length: 5 }, () => random.normal(0.9, 0.01));
      const { low, high } = meanInterval(values);
      if (low! <= 0.9 && high! >= 0.9) covered++;
    }
    expect(covered / 2000).toBeGreaterThanOrEqual(0.93);
    expect(covered / 2000).toBeLessThanOrEqual(0.97);
  });
});
