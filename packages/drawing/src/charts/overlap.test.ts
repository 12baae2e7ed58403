import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { overlappingTexts, textBoxes } from '../svg/text-boxes.fixture.ts';
import { label } from '../svg/drawing.ts';
import { curves } from './curves.ts';
import { intervalRows } from './interval-rows.ts';
import { panel } from './panel.ts';
import { seriesLook } from './series-look.ts';
import { countTexts, niceLogTicks, percentTicks, tickTexts } from './ticks.ts';

const names = [
  'slide-both',
  'no-pooling',
  'locally-connected',
  'slide-embedding-shuffled',
  'a strategy with a name of many words',
  'linear',
];
const shares = (n: number) =>
  fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: n, maxLength: n });
const runs = { numRuns: 60 };

it('finds texts that lie on each other, turned ones too', () => {
  const look = { size: 10, anchor: 'middle', baseline: 'middle' } as const;
  const turned = (x: number) => label(x, 0, 'turned', { ...look, rotate: -90 });
  expect(overlappingTexts(label(0, 0, 'one', look) + turned(0))).toEqual(['one / turned']);
  expect(overlappingTexts(label(0, 0, 'one', look) + turned(30))).toEqual([]);
  expect(
    textBoxes(`<g transform="translate(5 7)">${label(0, 0, 'one', { size: 10 })}</g>`),
  ).toEqual([expect.objectContaining({ text: 'one', corners: expect.arrayContaining([[5, 7]]) })]);
});

describe('no labels of a chart run into each other', () => {
  it('of curves, however many and however close', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 26 }),
        shares(26),
        fc.constantFrom([-8, -4, -2, -1, 0, 1, 2, 4, 8], [1, 2, 3, 40], [100, 101, 5000]),
        (many, ends, xs) => {
          const series = ends.slice(0, many).map((end, i) => ({
            name: names[i % names.length],
            look: seriesLook(i),
            points: xs.map((x) => ({ x, mean: end, low: null, high: null })),
          }));
          const look = { xTitle: 'shift along height (positions)', yTitle: 'test accuracy (%)' };
          const drawing = curves(series, { ...look, logarithmic: false, xTicks: xs });
          expect(overlappingTexts(drawing.svg)).toEqual([]);
          for (const { text, corners } of textBoxes(drawing.svg)) {
            for (const [x, y] of corners) {
              expect(Math.max(-x, x - drawing.width, -y, y - drawing.height), text).toBeLessThan(1);
            }
          }
        },
      ),
      runs,
    );
  });

  it('of curves against sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e8 }), { minLength: 2, maxLength: 5 }),
        (xs) => {
          const points = xs.map((x) => ({ x, mean: 50, low: null, high: null }));
          const { svg } = curves([{ name: 'one', look: seriesLook(0), points }], {
            ...{ xTitle: 'parameters', yTitle: 'test accuracy (%)', logarithmic: true },
            ...{ xTicks: niceLogTicks(xs).values, xTexts: countTexts },
          });
          expect(overlappingTexts(svg)).toEqual([]);
        },
      ),
      runs,
    );
  });

  it('of rows with intervals', () => {
    fc.assert(
      fc.property(shares(6), fc.double({ min: 0, max: 30, noNaN: true }), (values, half) => {
        const rows = values.map((value, i) => ({
          label: names[i],
          value,
          low: value - half,
          high: value + half,
          ...seriesLook(i),
          filled: true,
          numbers: '−10.12 [−28.75, +10.12]',
        }));
        const axisTitle = 'difference from slide-both (percentage points)';
        expect(overlappingTexts(intervalRows(rows, { axisTitle, percent: false }).svg)).toEqual([]);
      }),
      runs,
    );
  });

  it('of small panels', () => {
    fc.assert(
      fc.property(shares(2), fc.integer({ min: 2, max: 60 }), (ends, epochs) => {
        const y = percentTicks(ends, 4);
        const ticks = { domain: [1, epochs] as [number, number], values: [1, epochs] };
        const { svg } = panel({
          title: names[4],
          x: { title: 'epoch', ticks, texts: tickTexts(ticks.values) },
          y: { title: 'accuracy (%)', ticks: y, texts: tickTexts(y.values) },
          lines: ends.map((end, i) => ({
            points: [[1, end] as const, [epochs, end] as const],
            colour: '#000',
            label: ['training', 'validation'][i],
          })),
        });
        expect(overlappingTexts(svg)).toEqual([]);
      }),
      runs,
    );
  });
});

describe('panel', () => {
  const axis = (title: string, values: number[]) => ({
    title,
    ticks: { domain: [values[0], values[values.length - 1]] as [number, number], values },
    texts: tickTexts(values),
  });
  it('draws a ring around the chosen mark, hollow marks, and shaded ends', () => {
    const { svg } = panel({
      title: 'slide',
      x: axis('learning rate', [1, 10]),
      y: axis('loss', [0, 1]),
      shaded: [[1, 2]],
      marks: [
        { x: 2, y: 0.5, look: seriesLook(0), filled: true, ringed: true },
        { x: 5, y: 0.7, look: seriesLook(0), filled: false },
      ],
    });
    expect(svg.match(/fill="none" stroke="#24292f" stroke-width="1.3"/g)).toHaveLength(1);
    expect(svg.match(/fill="#fff" stroke="#0072b2"/g)).toHaveLength(1);
    expect(svg).toContain('fill="#f0f2f5"');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
