import { describe, expect, it } from 'vitest';
import { countTexts, logarithmicTicks, niceTicks, percentTicks, tickTexts } from './ticks.ts';

describe('niceTicks', () => {
  it('steps by 1, 2 or 5 times a power of ten, around all values', () => {
    expect(niceTicks([96.2, 98.9], 4)).toEqual({ domain: [96, 99], values: [96, 97, 98, 99] });
    expect(niceTicks([-2.65, 0.17], 4).values).toEqual([-3, -2, -1, 0, 1]);
    expect(niceTicks([0.12, 0.31], 5).values).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  });

  it('makes an axis for a single value, and for none', () => {
    expect(niceTicks([7]).domain).toEqual([6.4, 7.6]);
    expect(niceTicks([]).domain).toEqual([0, 1]);
  });
});

it('percentTicks stays within 0 to 100', () => {
  expect(percentTicks([100]).domain[1]).toBe(100);
  expect(percentTicks([0, 0.4]).domain[0]).toBe(0);
  expect(percentTicks([100]).values.every((at) => at <= 100)).toBe(true);
});

it('logarithmicTicks are 1, 2 and 5 times powers of ten, fewer over many decades', () => {
  expect(logarithmicTicks([40_000, 600_000])).toEqual([50_000, 100_000, 200_000, 500_000]);
  expect(logarithmicTicks([1, 1000])).toEqual([1, 3, 10, 30, 100, 300, 1000]);
  expect(logarithmicTicks([1, 10_000])).toEqual([1, 10, 100, 1000, 10_000]);
});

it('tickTexts have as many decimals as the finest of them', () => {
  expect(tickTexts([-0.5, 0, 0.5])).toEqual(['−0.5', '0.0', '0.5']);
  expect(tickTexts([100, 8000])).toEqual(['100', '8,000']);
});

it('countTexts shorten large counts', () => {
  expect(countTexts([500, 50_000, 1_500_000])).toEqual(['500', '50k', '1.5M']);
});
