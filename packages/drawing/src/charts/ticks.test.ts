import { describe, expect, it } from 'vitest';
import { fc } from '@axiswise/testing/properties';
import {
  countTexts,
  niceLogTicks,
  niceTicks,
  percentTicks,
  tickTexts,
  ticksToEnds,
} from './ticks.ts';

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

  it('tells its ticks apart, however close the values are', () => {
    for (const close of [1e-7, 1e-8, 1e-9, 1e-10]) {
      const texts = tickTexts(niceTicks([0, close]).values);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});

it('percentTicks stays within 0 to 100', () => {
  expect(percentTicks([100]).domain[1]).toBe(100);
  expect(percentTicks([0, 0.4]).domain[0]).toBe(0);
  expect(percentTicks([100]).values.every((at) => at <= 100)).toBe(true);
});

it('niceLogTicks are 1, 2 and 5 times powers of ten around all values, fewer over many decades', () => {
  expect(niceLogTicks([40_000, 430_000])).toEqual({
    domain: [20_000, 500_000],
    values: [20_000, 50_000, 100_000, 200_000, 500_000],
  });
  expect(niceLogTicks([0.0003, 0.03]).values).toEqual([0.0003, 0.001, 0.003, 0.01, 0.03]);
  expect(niceLogTicks([1, 10_000]).values).toEqual([1, 10, 100, 1000, 10_000]);
  expect(niceLogTicks([7]).values).toEqual([5, 10]);
  expect(niceLogTicks([100]).values).toEqual([50, 100]);
});

it('ticksToEnds begin and end with the data', () => {
  expect(ticksToEnds([-8, -4, 0, 4, 8])).toEqual([-8, -5, 0, 5, 8]);
  expect(ticksToEnds([1, 2, 3])).toEqual([1, 1.5, 2, 2.5, 3]);
  expect(ticksToEnds([3])).toEqual([3]);
});

it('no value lies beyond the ticks', () => {
  const reach = ({ domain, values }: ReturnType<typeof niceTicks>, data: number[]): boolean =>
    values[0] <= Math.min(...data) + 1e-9 &&
    values[values.length - 1] >= Math.max(...data) * (1 - 1e-9) - 1e-9 &&
    domain[0] === values[0] &&
    domain[1] === values[values.length - 1];
  const some = (min: number, max: number) =>
    fc.array(fc.double({ min, max, noNaN: true }), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(some(-500, 500), (data) => reach(niceTicks(data), data)));
  fc.assert(fc.property(some(0, 100), (data) => reach(percentTicks(data), data)));
  fc.assert(fc.property(some(1e-5, 1e9), (data) => reach(niceLogTicks(data), data)));
});

it('tickTexts have as many decimals as the finest of them', () => {
  expect(tickTexts([-0.5, 0, 0.5])).toEqual(['−0.5', '0.0', '0.5']);
  expect(tickTexts([100, 8000])).toEqual(['100', '8,000']);
});

it('countTexts shorten large counts', () => {
  expect(countTexts([500, 50_000, 1_500_000])).toEqual(['500', '50k', '1.5M']);
});
