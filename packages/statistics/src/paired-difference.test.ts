import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean-interval.ts';
import { momentsOf, pairAnswers, sumsOf } from './paired-answers.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { studentPValue, studentQuantile } from './student-t.ts';
import { poisson } from './poisson.ts';
import {
  logistic,
  meanLogistic,
  simulateAnswers,
  trueDifference,
} from './simulate-answers.fixture.ts';

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
    // None of four differs: with a share x of differing ones that has the probability (1 - x)⁴ = 2.5 %.
    const unseen = 1 - 0.025 ** (1 / 4);
    const { difference, low, high } = pairedDifference(same);
    expect(difference).toBe(0);
    expect(high).toBeCloseTo(unseen, 12);
    expect(low).toBe(-high!);
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

  it.each([3, 5, 10])(
    'bootstrap the variance that the analysis of variance gives: %i seeds',
    (seeds) => {
      const { a, b } = simulateAnswers(new Random(0, 'variance'), {
        seeds,
        examples: 400,
        gap: 0.2,
        ofSeeds: 0.5,
        ofLikings: 1,
      });
      const paired = pairAnswers(a, b);
      const { variance, degrees } = momentsOf(sumsOf(paired));
      const { low, high } = pairedDifference(paired, { replicates: 20_000 });
      const error = (high! - low!) / 2 / studentQuantile(0.975, degrees);
      // The standard error of a variance of 20,000 replicates is 1 %, of both parts together.
      expect(Math.abs(error ** 2 / variance - 1)).toBeLessThan(0.04);
    },
  );

  it('turn the answers of all examples around where they are tried one by one', () => {
    // 12 examples, all for a, with every seed: 2 of the 2^12 ways the coins can fall.
    const allForA = [answers('1'.repeat(12) + '0'.repeat(8)), answers('0'.repeat(20))].map(
      ([row]) => [row, row],
    );
    expect(permutationTest(pairAnswers(allForA[0], allForA[1]))).toBeCloseTo(2 / 2 ** 12, 12);
    // 8 examples for a and 2 for b: the sign test, 2 × (1 + 10 + 45) / 2^10.
    const most = pairAnswers(
      answers(...Array<string>(3).fill('1111111100' + '0'.repeat(90))),
      answers(...Array<string>(3).fill('0000000011' + '0'.repeat(90))),
    );
    expect(permutationTest(most)).toBeCloseTo(112 / 1024, 12);
  });

  it('give nearly the same p by draws as by trying all', () => {
    // The sign test of 8 against 2 once more.
    const a = answers(...Array<string>(3).fill('1111111100' + '0'.repeat(90)));
    const b = answers(...Array<string>(3).fill('0000000011' + '0'.repeat(90)));
    const drawn = permutationTest(pairAnswers(a, b), { exhaustiveUpTo: 0 })!;
    expect(drawn).not.toBe(112 / 1024);
    // Four standard errors of 9,999 draws.
    expect(Math.abs(drawn - 112 / 1024)).toBeLessThan(4 * Math.sqrt((0.109 * 0.891) / 9999));
  });

  it('never give a p-value below that of Student’s t', () => {
    // Seeds that differ for good, 50 and 10 examples of 100: coins cannot imitate that.
    const a = answers('1'.repeat(50) + '0'.repeat(50), '1'.repeat(10) + '0'.repeat(90));
    const b = answers('0'.repeat(100), '0'.repeat(100));
    const paired = pairAnswers(a, b);
    const { difference, variance, degrees } = momentsOf(sumsOf(paired));
    expect(permutationTest(paired)).toBeGreaterThanOrEqual(
      studentPValue(difference / Math.sqrt(variance), degrees) * (1 - 1e-12),
    );
    expect(permutationTest(paired)).toBeGreaterThan(0.2);
  });

  it('refuse a comparison without examples', () => {
    expect(() => pairAnswers([], [])).toThrow('at least one seed and two examples');
    expect(() => pairAnswers(answers('1', '0'), answers('0', '0'))).toThrow('two examples');
  });
});

describe('over 2,000 simulated experiments', { timeout: 60_000 }, () => {
  const experiments = 2000;

  // Test examples, seeds and the liking of strategies for examples vary.
  it.each([
    { seeds: 3, gap: 0 },
    { seeds: 5, gap: 0 },
    { seeds: 10, gap: 0 },
    { seeds: 5, gap: 0.7 },
    // Where hardly anything varies, and where few are answered wrongly.
    { seeds: 5, gap: 0, ofSeeds: 0, ofLikings: 0 },
    { seeds: 5, gap: 1, ease: 5 },
  ])('intervals of %o cover the true difference in 93 to 97 %', (world) => {
    const simulated = { ...world, examples: 100 };
    const random = new Random(1, 'simulation', JSON.stringify(world));
    const truth = trueDifference(simulated);
    let covered = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateAnswers(random, simulated);
      const { low, high } = pairedDifference(pairAnswers(a, b), { replicates: 200, seed: i });
      if (low! <= truth && truth <= high!) covered++;
    }
    expect(covered / experiments).toBeGreaterThanOrEqual(0.93);
    expect(covered / experiments).toBeLessThanOrEqual(0.97);
  });

  it.each([
    { seeds: 3 },
    { seeds: 5 },
    { seeds: 10 },
    { seeds: 5, ofSeeds: 0.5, ofLikings: 0.3 },
    { seeds: 5, ofSeeds: 0.02, ofLikings: 1 },
  ])('p is below 0.05 in at most 6 % where strategies are equal: %o', (world) => {
    const random = new Random(3, 'null', JSON.stringify(world));
    let alarms = 0;
    for (let i = 0; i < experiments; i++) {
      const { a, b } = simulateAnswers(random, { ...world, examples: 100, gap: 0 });
      if (permutationTest(pairAnswers(a, b), { permutations: 199, seed: i })! < 0.05) alarms++;
    }
    expect(alarms / experiments).toBeLessThanOrEqual(0.06);
    // Nor is it deaf.
    expect(alarms / experiments).toBeGreaterThan(0.02);
  });

  it.each([3, 5, 10])('intervals of a mean over %i seeds cover it in 93 to 97 %', (seeds) => {
    const random = new Random(2, 'means', seeds);
    // Always the same test examples: what varies are the seeds, and their single answers.
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
      if (low! <= truth && truth <= high!) covered++;
    }
    expect(covered / experiments).toBeGreaterThanOrEqual(0.93);
    expect(covered / experiments).toBeLessThanOrEqual(0.97);
  });
});
