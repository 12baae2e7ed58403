import { expect, it } from 'vitest';
import { moveAlong } from './move-along.ts';

const moved = (
  values: readonly number[],
  by: Parameters<typeof moveAlong>[2],
): readonly number[] => {
  const to = new Float32Array(values.length).fill(9);
  moveAlong(Float32Array.from(values), to, by);
  return [...to];
};

it('moves along the axis that it names, with all that lies behind it', () => {
  const values = [1, 2, 3, 4, 5, 6];
  expect(moved(values, { shape: [3, 2], dimension: 0, shift: 1 })).toEqual([0, 0, 1, 2, 3, 4]);
  expect(moved(values, { shape: [3, 2], dimension: 0, shift: -2 })).toEqual([5, 6, 0, 0, 0, 0]);
  expect(moved(values, { shape: [3, 2], dimension: 1, shift: -1 })).toEqual([2, 0, 4, 0, 6, 0]);
  expect(moved(values, { shape: [3, 2], dimension: 1, shift: 0 })).toEqual(values);
});

it('fills what comes in, and goes around where the axis does', () => {
  const by = { shape: [4], dimension: 0 };
  expect(moved([1, 2, 3, 4], { ...by, shift: 1, fill: -100 })).toEqual([-100, 1, 2, 3]);
  expect(moved([1, 2, 3, 4], { ...by, shift: 5 })).toEqual([0, 0, 0, 0]);
  expect(moved([1, 2, 3, 4], { ...by, shift: 1, wraps: true })).toEqual([4, 1, 2, 3]);
  expect(moved([1, 2, 3, 4], { ...by, shift: -1, wraps: true })).toEqual([2, 3, 4, 1]);
});

it('moves several arrays one by one', () => {
  expect(moved([1, 2, 3, 4], { shape: [2], dimension: 0, shift: 1 })).toEqual([0, 1, 0, 3]);
});
