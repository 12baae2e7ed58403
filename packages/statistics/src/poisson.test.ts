import { Random } from '@axiswise/random';
import { expect, it } from 'vitest';
import { poisson } from './poisson.ts';

it.each([0.3, 4, 25, 3000])('has mean and variance %f', (mean) => {
  const random = new Random(1, 'poisson', mean);
  const draw = poisson(mean);
  const draws = Array.from({ length: 20_000 }, () => draw(random));
  const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / draws.length;
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / 20_000));
  expect(variance / mean).toBeGreaterThan(0.95);
  expect(variance / mean).toBeLessThan(1.05);
});
