import { expect, it } from 'vitest';
import { percentInterval, points, pointsInterval, probability } from './numbers.ts';

it('writes differences with their sign, and no sign where there is no difference', () => {
  expect([0.0123, -0.004, 0, -0.00001].map((value) => points(value))).toEqual([
    '+1.23',
    '−0.40',
    '0.00',
    '0.00',
  ]);
  expect(pointsInterval(-0.016, 0.002)).toBe('[−1.60, +0.20]');
});

it('leaves out the interval that a single seed does not give', () => {
  expect(percentInterval(0.987, 0.99)).toBe('[98.70, 99.00]');
  expect(percentInterval(-0.004, 0.022, 1)).toBe('[−0.4, 2.2]');
  expect([percentInterval(null, 0.99), pointsInterval(null, null)]).toEqual(['', '']);
});

it('writes small probabilities as papers do', () => {
  expect([0.0314, 0.0004, 1].map(probability)).toEqual(['0.031', '< 0.001', '1.000']);
});
