import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { simulateScores } from '@axiswise/statistics';
import { comparePairs } from './pairs.ts';

const { a: good, b: bad } = simulateScores(new Random(1, 'pairs'), {
  seeds: 5,
  examples: 1000,
  effect: 1.5,
});

describe('comparePairs', () => {
  it('compares every two, and corrects for their number', () => {
    const pairs = comparePairs([
      { name: 'good', correct: good },
      { name: 'bad', correct: bad },
      { name: 'bad again', correct: bad },
    ]);
    expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual([
      'good bad',
      'good bad again',
      'bad bad again',
    ]);
    const [first, second, same] = pairs;
    expect(first.low).toBeGreaterThan(0);
    expect(first.pHolm).toBeCloseTo(3 * first.p!, 12);
    expect(second.pHolm).toBe(first.pHolm);
    expect(first.verdict).toMatch(/^good is better than bad by [\d.]+ points \(95 % interval/);
    expect(same).toMatchObject({ difference: 0, p: 1, pHolm: 1 });
    // None of 1,000 examples differs: up to 0.37 % of others could.
    expect(same.high).toBeCloseTo(1 - 0.025 ** (1 / 1000), 12);
    expect(same.low).toBe(-same.high!);
    expect(same.verdict).toMatch(/^no difference shown between bad and bad again with 5 seeds/);
  });

  it('uses the seeds that finished with both strategies, and no pair without such a seed', () => {
    const [pair] = comparePairs([
      { name: 'a', correct: [good[0], undefined, good[2], good[3]] },
      { name: 'b', correct: [bad[0], bad[1], undefined, bad[3]] },
    ]);
    expect(pair.seeds).toBe(2);
    expect(
      comparePairs([
        { name: 'a', correct: [good[0], undefined] },
        { name: 'b', correct: [undefined, bad[1]] },
      ]),
    ).toEqual([]);
  });

  it('gives one seed neither interval nor p-value', () => {
    const [pair] = comparePairs([
      { name: 'a', correct: [good[0]] },
      { name: 'b', correct: [bad[0]] },
    ]);
    expect(pair).toMatchObject({ low: null, high: null, p: null, pHolm: null, effectSize: null });
    expect(pair.verdict).toMatch(/^one seed shows nothing of a and b in general/);
  });
});
