import { expect, it } from 'vitest';
import { choleskySolver, largestEigenvalue } from './positive-matrix.ts';

it('solves a system by hand', () => {
  // 4x + 2y = 8, 2x + 3y = 8: x = 1, y = 2.
  const [x, y] = choleskySolver(Float64Array.of(4, 2, 2, 3), 2)([8, 8]);
  expect(x).toBeCloseTo(1, 12);
  expect(y).toBeCloseTo(2, 12);
});

it('finds the largest eigenvalue', () => {
  expect(largestEigenvalue(Float64Array.of(2, 1, 1, 2), 2)).toBeCloseTo(3, 12);
  expect(largestEigenvalue(new Float64Array(4), 2)).toBe(0);
});
