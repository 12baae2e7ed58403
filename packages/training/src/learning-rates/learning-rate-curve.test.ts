import { expect, it } from 'vitest';
import { learningRateCurve } from './learning-rate-curve.ts';

/** Losses at a hundred rates from 1e-6 to 1e2, by the decimal logarithm of the rate. */
const test = (lossAt: (log: number) => number) =>
  learningRateCurve(
    Array.from({ length: 101 }, (_, i) => {
      const log = -6 + (8 * i) / 100;
      return { learningRate: 10 ** log, loss: lossAt(log) };
    }),
  );

it('suggests where the loss falls fastest, and knows where it is lowest', () => {
  // Falls from 3 to 1 about 1e-3, rises from 1e0 on.
  const curve = test((log) => 2 - Math.tanh(2 * (log + 3)) + Math.max(log, 0) ** 2);
  expect(Math.log10(curve.suggestion!)).toBeCloseTo(-3, 1);
  expect(Math.log10(curve.lowest)).toBeGreaterThan(-1.5);
  expect(Math.log10(curve.lowest)).toBeLessThan(0.5);
  expect(curve.points[50].smoothed).toBeCloseTo(curve.points[50].loss, 1);
});

it('does not follow a single lucky batch', () => {
  const curve = test((log) => {
    const smooth = 2 - Math.tanh(2 * (log + 3)) + Math.max(log, 0) ** 2;
    return Math.abs(log + 5) < 0.05 ? smooth - 0.5 : smooth;
  });
  expect(Math.log10(curve.suggestion!)).toBeCloseTo(-3, 1);
});

it('suggests nothing where the loss does not fall', () => {
  expect(test((log) => 2 + Math.max(log, 0)).suggestion).toBeNull();
  expect(test((log) => 2 + (log + 6) / 8).suggestion).toBeNull();
  expect(learningRateCurve([{ learningRate: 1, loss: 2 }])).toEqual({
    points: [{ learningRate: 1, loss: 2, smoothed: 2 }],
    lowest: 1,
    suggestion: null,
  });
});
