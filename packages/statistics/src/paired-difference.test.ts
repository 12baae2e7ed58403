import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { pairedDifference, testedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { countPatterns, subtractScores } from './scores.ts';
import { simulateScores } from './simulate-scores.ts';
import { studentPValue } from './student-t.ts';
import { sumScores, varianceComponents } from './variance-components.ts';

const scores = (...rows: string[]): Uint8Array[] =>
  rows.map((row) => Uint8Array.from(row, (digit) => Number(digit)));

describe('pairedDifference and permutationTest', () => {
  it('show nothing of one seed, and no difference between equal scores', () => {
    const [a, b] = [scores('1100'), scores('1000')];
    expect(pairedDifference(a, b)).toEqual({ difference: 0.25, low: null, high: null });
    expect(permutationTest(a, b)).toBeNull();
    const same = scores('1100', '1010');
    // None of four differs: with a share x of differing ones that has the probability (1 - x)⁴ = 2.5 %.
    const unseen = 1 - 0.025 ** (1 / 4);
    const { difference, low, high } = pairedDifference(same, same);
    expect(difference).toBe(0);
    expect(high).toBeCloseTo(unseen, 12);
    expect(low).toBe(-high!);
    expect(permutationTest(same, same)).toBe(1);
  });

  it('are equal from call to call, and change sign when the strategies are exchanged', () => {
    const { a, b } = simulateScores(new Random(3, 'once'), {
      seeds: 5,
      examples: 400,
      effect: 0.5,
    });
    const forwards = pairedDifference(a, b);
    expect(pairedDifference(a, b)).toEqual(forwards);
    const backwards = pairedDifference(b, a);
    expect(backwards.difference).toBeCloseTo(-forwards.difference, 12);
    expect(backwards.low).toBeCloseTo(-forwards.high!, 2);
    expect(permutationTest(b, a)).toBe(permutationTest(a, b));
  });

  it('refuse comparisons without examples and of different examples', () => {
    expect(() => permutationTest([], [])).toThrow('at least one seed and two examples');
    expect(() => pairedDifference(scores('1', '0'), scores('0', '0'))).toThrow('two examples');
    expect(() => pairedDifference(scores('11', '1'), scores('11', '11'))).toThrow(
      'the same examples',
    );
  });
});

describe('testedDifference', () => {
  const { a, b } = simulateScores(new Random(4, 'both'), { seeds: 4, examples: 60, effect: 0.4 });

  it.each([
    ['examples', undefined],
    ['groups of different sizes', Array.from({ length: 60 }, (_, i) => Math.floor(Math.sqrt(i)))],
  ])('gives what the interval and the test of %s give', (_, groups) => {
    const interval = { confidence: 0.99, groups };
    const test = { permutations: 199, exhaustiveUpTo: 10, seed: 2, groups };
    expect(testedDifference(a, b, { ...interval, ...test })).toEqual({
      ...pairedDifference(a, b, interval),
      p: permutationTest(a, b, test),
    });
  });

  it('shows nothing of one seed', () => {
    const { difference, ...nothing } = testedDifference(a.slice(0, 1), b.slice(0, 1));
    expect(difference).not.toBe(0);
    expect(nothing).toEqual({ low: null, high: null, p: null });
  });

  it('looks at every score once', () => {
    let reads = 0;
    const counted = a.map((row): ArrayLike<number> => {
      const scores = { length: row.length } as ArrayLike<number>;
      row.forEach((score, i) => {
        Object.defineProperty(scores, i, { get: () => (reads++, score) });
      });
      return scores;
    });
    testedDifference(counted, b);
    expect(reads).toBe(4 * 60);
  });
});

describe('permutationTest', () => {
  it('tries the ways the coins can fall one by one where they are few', () => {
    // 12 examples, all for a, with every seed: 2 of the 2^12 ways the coins can fall.
    const all = '1'.repeat(12) + '0'.repeat(8);
    const none = '0'.repeat(20);
    expect(permutationTest(scores(all, all), scores(none, none))).toBeCloseTo(2 / 2 ** 12, 12);
    // 8 examples for a and 2 for b: the sign test, 2 × (1 + 10 + 45) / 2^10.
    const [a, b] = ['1111111100', '0000000011'].map((row) =>
      scores(...Array<string>(3).fill(row + '0'.repeat(90))),
    );
    expect(permutationTest(a, b)).toBeCloseTo(112 / 1024, 12);
  });

  it('gives nearly the same p by draws as by trying all', () => {
    // The sign test of 8 against 2 once more.
    const [a, b] = ['1111111100', '0000000011'].map((row) =>
      scores(...Array<string>(3).fill(row + '0'.repeat(90))),
    );
    const drawn = permutationTest(a, b, { exhaustiveUpTo: 0 })!;
    expect(drawn).not.toBe(112 / 1024);
    // Four standard errors of 9,999 draws.
    expect(Math.abs(drawn - 112 / 1024)).toBeLessThan(4 * Math.sqrt((0.109 * 0.891) / 9999));
  });

  it('is never below the p-value of Student’s t', () => {
    // Seeds that differ for good, 50 and 10 examples of 100: coins cannot imitate that.
    const a = scores('1'.repeat(50) + '0'.repeat(50), '1'.repeat(10) + '0'.repeat(90));
    const b = scores('0'.repeat(100), '0'.repeat(100));
    const { mean, variance, degreesOfFreedom } = varianceComponents(
      sumScores(countPatterns(subtractScores(a, b))),
    );
    const p = permutationTest(a, b);
    expect(p).toBeGreaterThanOrEqual(
      studentPValue(mean / Math.sqrt(variance), degreesOfFreedom) * (1 - 1e-12),
    );
    expect(p).toBeGreaterThan(0.2);
  });
});
