import { describe, expect, it } from 'vitest';
import { bottomAxis } from './axis.ts';
import { linearScale, logScale } from './scale.ts';

it('scales lay out differences, or ratios', () => {
  const linear = linearScale([10, 20], [0, 100]);
  expect([10, 15, 20].map(linear)).toEqual([0, 50, 100]);
  const log = logScale([1, 100], [100, 0]);
  expect([1, 10, 100].map((value) => Math.round(log(value)))).toEqual([100, 50, 0]);
  expect(linearScale([3, 3], [0, 100])(3)).toBe(0);
});

describe('bottomAxis', () => {
  const plot = { width: 100, height: 50, left: 10, right: 10 };
  const draw = (ticks: number[], title = 'time'): string =>
    bottomAxis(
      { scale: linearScale([0, 4], [0, 100]), ticks, texts: ticks.map((t) => `tick ${t}`), title },
      plot,
    );
  const texts = (svg: string): string[] => [...svg.matchAll(/>([^<]+)</g)].map(([, text]) => text);

  it('omits texts that would touch, but no tick', () => {
    const svg = draw([0, 1, 2, 3, 4]);
    expect(texts(svg)).toEqual(['tick 0', 'tick 2', 'tick 4', 'time']);
    expect(svg.match(/<path/g)).toHaveLength(5);
  });

  it('keeps the texts at both ends', () => {
    const shown = texts(draw([0, 0.25, 1, 2, 3.75, 4]));
    expect(shown).toEqual(['tick 0', 'tick 2', 'tick 4', 'time']);
  });

  it('keeps a long title within the chart', () => {
    expect(texts(draw([0], 'a title much longer than the chart is wide')).at(-1)).toMatch(/…$/);
  });
});
