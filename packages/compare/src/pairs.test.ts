import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import {
  metrics,
  metricScores,
  type Predictions,
  scoreInterval,
  simulatePredictions,
  simulateScores,
} from '@axiswise/statistics';
import { comparePairs } from './pairs.ts';

const { a: good, b: bad } = simulateScores(new Random(1, 'pairs'), {
  seeds: 5,
  examples: 1000,
  effect: 1.5,
});

describe('comparePairs', () => {
  it('compares every two, and corrects for their number', () => {
    const pairs = comparePairs([
      { name: 'good', scores: good },
      { name: 'bad', scores: bad },
      { name: 'bad again', scores: bad },
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
      { name: 'a', scores: [good[0], undefined, good[2], good[3]] },
      { name: 'b', scores: [bad[0], bad[1], undefined, bad[3]] },
    ]);
    expect(pair.seeds).toBe(2);
    expect(
      comparePairs([
        { name: 'a', scores: [good[0], undefined] },
        { name: 'b', scores: [undefined, bad[1]] },
      ]),
    ).toEqual([]);
  });

  it('draws groups where test examples depend on each other, and warns of few', () => {
    const strategies = [
      { name: 'good', scores: good },
      { name: 'bad', scores: bad },
    ];
    const [independent] = comparePairs(strategies);
    expect(independent.warning).toBeUndefined();
    const groupsOf = (count: number) => Int32Array.from({ length: 1000 }, (_, i) => i % count);
    const [few] = comparePairs(strategies, { groups: groupsOf(5) });
    expect(few.warning).toEqual({ kind: 'few groups', groups: 5, enough: 20 });
    expect(few.difference).toBeCloseTo(independent.difference, 12);
    // Five coins fall in 32 ways.
    expect(few.p).toBeGreaterThanOrEqual(2 / 32 - 1e-12);
    const [many] = comparePairs(strategies, { groups: groupsOf(50) });
    expect(many.warning).toBeUndefined();
    // Of a single group, nothing is known of others.
    const [one] = comparePairs(strategies, { groups: groupsOf(1) });
    expect(one).toEqual({ ...independent, warning: { kind: 'few groups', groups: 1, enough: 20 } });
  });

  it('compares by other metrics, corrected each by itself, where both strategies have their scores', () => {
    const random = new Random(2, 'predictions');
    const of = { seeds: 3, examples: 200, classShares: [1, 1, 2] };
    const { a, b } = simulatePredictions(random, of);
    const given = (predictions: Predictions) => ({
      scores: metricScores(metrics.accuracy, predictions).map((row) => Uint8Array.from(row)),
      metrics: { logLoss: metricScores(metrics.logLoss, predictions) },
    });
    const [pair, other, last] = comparePairs(
      [
        { name: 'a', ...given(a) },
        { name: 'b', ...given(b) },
        { name: 'without', scores: given(b).scores },
      ],
      { metrics: { logLoss: metrics.logLoss } },
    );
    expect(Object.keys(pair.metrics!)).toEqual(['logLoss']);
    const { difference, low, high, p, pHolm } = pair.metrics!['logLoss'];
    const mean = (predictions: Predictions) =>
      scoreInterval(metricScores(metrics.logLoss, predictions)).mean;
    expect(difference).toBeCloseTo(mean(a) - mean(b), 12);
    expect(low).toBeLessThan(difference);
    expect(high).toBeGreaterThan(difference);
    // One pair has this metric, three have accuracy.
    expect(pHolm).toBe(p);
    expect([other.metrics, last.metrics]).toEqual([undefined, undefined]);
  });

  it('gives one seed neither interval nor p-value', () => {
    const [pair] = comparePairs([
      { name: 'a', scores: [good[0]] },
      { name: 'b', scores: [bad[0]] },
    ]);
    expect(pair).toMatchObject({ low: null, high: null, p: null, pHolm: null, effectSize: null });
    expect(pair.verdict).toMatch(/^one seed shows nothing of a and b in general/);
  });
});
