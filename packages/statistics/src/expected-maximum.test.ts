import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectedMaximum } from './expected-maximum.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/metrics.json', import.meta.url), 'utf8'),
) as { expectedMaximum: { scores: number[]; expected: [number, number][] } };

describe('expectedMaximum', () => {
  const { scores, expected } = golden.expectedMaximum;
  it('is that of all draws of n of the scores', () => {
    expectedMaximum(scores).forEach(({ trials, mean, standardDeviation }, i) => {
      expect(trials).toBe(i + 1);
      expect(mean).toBeCloseTo(expected[i][0], 12);
      expect(standardDeviation).toBeCloseTo(expected[i][1], 12);
    });
  });

  it('of losses is the expected minimum', () => {
    const losses = expectedMaximum(
      scores.map((score) => -score),
      { better: 'lower' },
    );
    losses.forEach(({ mean }, i) => expect(mean).toBeCloseTo(-expected[i][0], 12));
  });

  it('refuses no scores, and those of trials that failed', () => {
    expect(() => expectedMaximum([])).toThrow('one a trial, got none');
    expect(() => expectedMaximum([0.5, NaN])).toThrow('got 0.5, NaN');
  });
});
