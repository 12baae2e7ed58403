import { describe, expect, it } from 'vitest';
import { boardComparison, digitsComparison } from '../fixtures/comparison.ts';
import { differencesTo, isShown, ranked, referenceOf } from './ranking.ts';

describe('ranked', () => {
  it('puts the highest mean first and leaves out what no trial measured', () => {
    const [first] = digitsComparison.strategies;
    const none = { mean: NaN, low: null, high: null, values: [null] };
    const unmeasured = { ...first, name: 'unmeasured', accuracy: none };
    const strategies = [unmeasured, ...digitsComparison.strategies];
    expect(ranked({ ...digitsComparison, strategies }).map(({ name }) => name)).toEqual([
      'slide-both',
      'no-pooling',
      'locally-connected',
      'slide-height',
      'slide-width',
      'dense',
    ]);
  });
});

describe('referenceOf', () => {
  it('is the strategy whose size the others have, else the most accurate', () => {
    expect(referenceOf(digitsComparison)).toBe('slide-both');
    expect(referenceOf(boardComparison)).toBe('no-pooling');
    expect(referenceOf({ ...digitsComparison, strategies: [] })).toBeNull();
  });
});

describe('differencesTo', () => {
  it('negates the difference where the reference comes first', () => {
    const pair = { ...digitsComparison.pairs[0], difference: 0.02, low: 0.01, high: 0.04 };
    const negated = differencesTo({ ...digitsComparison, pairs: [pair] }, pair.a);
    expect(negated).toMatchObject([
      { strategy: pair.b, difference: -0.02, low: -0.04, high: -0.01, verdict: pair.verdict },
    ]);
    const straight = differencesTo({ ...digitsComparison, pairs: [pair] }, pair.b);
    expect(straight).toMatchObject([{ strategy: pair.a, difference: 0.02, low: 0.01 }]);
  });
});

describe('isShown', () => {
  it('asks interval and corrected test', () => {
    expect(isShown({ low: 0.01, high: 0.02, pHolm: 0.01 })).toBe(true);
    expect(isShown({ low: 0.01, high: 0.02, pHolm: 0.06 })).toBe(false);
    expect(isShown({ low: -0.01, high: 0.02, pHolm: 0.01 })).toBe(false);
    expect(isShown({ low: null, high: null, pHolm: null })).toBe(false);
  });
});
