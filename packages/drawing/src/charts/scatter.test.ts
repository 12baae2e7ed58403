import { expect, it } from 'vitest';
import { scatter } from './scatter.ts';

const look = {
  title: 'slant',
  x: 'true slant (°)',
  y: 'predicted slant (°)',
  line: 'equal',
} as const;
const circles = (svg: string): RegExpMatchArray[] => [
  ...svg.matchAll(/<circle cx="([^"]+)" cy="([^"]+)"/g),
];

it('puts equal numbers on the diagonal of a square', () => {
  const { svg } = scatter([[0, 0], [10, 10], [10, 0]], look); // prettier-ignore
  const [origin, end, below] = circles(svg).map(([, x, y]) => [Number(x), Number(y)]);
  expect([origin, end, below]).toEqual([[0, 230], [230, 0], [230, 230]]); // prettier-ignore
  expect(svg).toContain('M0 230L230 0');
  for (const title of [look.x, look.y, look.title]) expect(svg).toContain(`>${title}<`);
});

it('draws the line that residuals lie around', () => {
  const { svg } = scatter([[1, 5], [2, -5]], { ...look, line: 'zero' }); // prettier-ignore
  expect(svg).toContain('M0 115L230 115');
});

it('draws some of many points, and no more', () => {
  const many = Array.from({ length: 50_000 }, (_, i) => [i, i] as const);
  expect(circles(scatter(many, look).svg)).toHaveLength(2000);
});
