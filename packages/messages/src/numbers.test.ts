import { expect, it } from 'vitest';
import { count, duration, fileSize, mebibytes, percent } from './numbers.ts';

it('separates thousands', () => {
  expect([0, 999, 13_266_500].map(count)).toEqual(['0', '999', '13,266,500']);
});

it('writes shares in percent', () => {
  expect(percent(0.98765)).toBe('98.77 %');
  expect(percent(0.5, 0)).toBe('50 %');
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
