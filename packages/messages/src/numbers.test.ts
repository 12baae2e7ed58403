import { expect, it } from 'vitest';
import {
  count,
  decimal,
  decimalsOf,
  duration,
  figureText,
  fileSize,
  mebibytes,
  percent,
  percentInterval,
  pointDigits,
  points,
  pointsInterval,
  probability,
  signedDecimal,
  withUnit,
} from './numbers.ts';

it('separates thousands', () => {
  expect([0, 999, 13_266_500].map(count)).toEqual(['0', '999', '13,266,500']);
});

it('writes shares in percent', () => {
  expect(percent(0.98765)).toBe('98.77 %');
  expect(percent(0.5, 0)).toBe('50 %');
  expect(percent(-0.004, 1)).toBe('−0.4 %');
});

it('writes a minus sign, and none for zero', () => {
  expect([1.5, -0.126, -0.001].map((value) => decimal(value))).toEqual(['1.50', '−0.13', '0.00']);
});

it('writes differences with their sign, and no sign where there is no difference', () => {
  expect([0.0123, -0.004, 0, -0.00001, 0.00001].map((value) => points(value))).toEqual([
    '+1.23',
    '−0.40',
    '0.00',
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

it('takes as many decimals as an interval needs', () => {
  expect(pointDigits(0.01, 0.02)).toBe(2);
  // 0.004 points above zero: as 0.00 it would not seem to exclude zero.
  expect(pointDigits(0.00004, 0.02)).toBe(3);
  expect(pointDigits(-0.02, -0.000004)).toBe(4);
  expect(pointDigits(0.0100001, 0.0100002)).toBe(4);
  expect(pointDigits(null, null)).toBe(2);
});

it('writes probabilities as papers do, on the right side of 0.05', () => {
  expect([0.0314, 0.0004, 1].map(probability)).toEqual(['0.031', '< 0.001', '1.000']);
  expect([0.0496, 0.05, 0.05031].map(probability)).toEqual(['< 0.05', '0.050', '0.0504']);
});

it.each([
  [4.21, '4.2 s'],
  [59.6, '1 min 0 s'],
  [200, '3 min 20 s'],
  [3900, '1 h 5 min'],
  [Infinity, '?'],
])('writes a duration of %s s as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

it.each([
  [1000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [300_000, '0.3 MB'],
  [9_940_000, '9.9 MB'],
  [273_800_000, '274 MB'],
])('writes a file of %s bytes as %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});

it('writes memory in binary units', () => {
  expect(mebibytes(512_345_678)).toBe('489 MiB');
});

it('writes figures of any size with four digits and their unit', () => {
  expect([1234.5, 99.9, 1, 0.0123, 1e-9, 0].map((value) => decimalsOf(value))).toEqual([
    0, 2, 3, 5, 6, 2,
  ]);
  expect(decimalsOf(0.1, -250)).toBe(1);
  expect([0.126, -0.126, 0.001].map((value) => signedDecimal(value))).toEqual([
    '+0.13',
    '−0.13',
    '0.00',
  ]);
  expect([
    withUnit(3, 'px'),
    withUnit(12, '°'),
    withUnit(12, '°C'),
    withUnit(1, undefined),
  ]).toEqual(['3 px', '12°', '12 °C', '1']);
  expect(figureText(0.5, { isShare: true, unit: null })).toBe('50.00 %');
  expect(figureText(34.205, { isShare: false, unit: 'mm' })).toBe('34.20 mm');
});
