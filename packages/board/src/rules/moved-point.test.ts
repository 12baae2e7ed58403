import { expect, it } from 'vitest';
import { pointWhenMoved } from './moved-point.ts';

it('moves a point along one axis, but not past the edge', () => {
  // Row 3, column 15: the star point in the upper right.
  const star = 3 * 19 + 15;
  expect(pointWhenMoved(star, 'row', 2)).toBe(5 * 19 + 15);
  expect(pointWhenMoved(star, 'column', -4)).toBe(3 * 19 + 11);
  expect(pointWhenMoved(star, 'row', -3)).toBe(15);
  expect(pointWhenMoved(star, 'row', -4)).toBeUndefined();
  expect(pointWhenMoved(star, 'column', 3)).toBe(3 * 19 + 18);
  expect(pointWhenMoved(star, 'column', 4)).toBeUndefined();
});
