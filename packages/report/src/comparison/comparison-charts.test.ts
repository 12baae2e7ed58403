import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Chart } from '../chart.ts';
import { drawPng } from '../draw-png.ts';
import { boardComparison, digitsComparison } from '../fixtures/comparison.ts';
import { readPng } from '../fixtures/read-png.ts';
import { comparisonCharts } from './comparison-charts.ts';

let digits: Chart[];
let board: Chart[];
const warn = vi.spyOn(console, 'warn');

beforeAll(() => {
  digits = comparisonCharts(digitsComparison);
  board = comparisonCharts(boardComparison);
});

afterEach(() => expect(warn).not.toHaveBeenCalled());

const named = (charts: readonly Chart[], name: string): Chart =>
  charts.find((chart) => chart.name === name)!;

/** The texts of a chart. */
const textsOf = ({ svg }: Chart): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text);

describe('comparisonCharts', () => {
  it('draws everything that was measured, and no confusion of 361 classes', () => {
    expect(digits.map(({ name }) => name)).toEqual([
      'accuracy',
      'differences',
      'learning-curve',
      'shift-height',
      'shift-width',
      ...digitsComparison.strategies.map(({ name }) => `confusion-${name}`),
    ]);
    expect(board.map(({ name }) => name)).toEqual([
      'accuracy',
      'size',
      'differences',
      'shift-row',
      'shift-column',
    ]);
  });

  it('draws nothing impossible', () => {
    for (const { name, svg } of [...digits, ...board]) {
      expect(svg, name).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(svg, name).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}">/);
    }
  });

  it('sorts strategies of one size by accuracy, with their numbers', () => {
    const texts = textsOf(named(digits, 'accuracy'));
    const order = ['slide-both', 'no-pooling', 'locally-connected', 'slide-height'];
    expect(order.map((name) => texts.indexOf(name))).toEqual(
      order.map((name) => texts.indexOf(name)).sort((a, b) => a - b),
    );
    expect(texts).toContain('98.84');
  });

  it('draws accuracy against parameters where sizes differ, on a logarithmic axis', () => {
    const texts = textsOf(named(board, 'size'));
    expect(texts).toContain('parameters');
    expect(texts).toEqual(expect.arrayContaining(['50k', '100k', '200k']));
  });

  it('draws no chart by size where all but one are equally large', () => {
    const strategies = digitsComparison.strategies.map((each, i) =>
      i === 5 ? { ...each, parameters: 7850 } : each,
    );
    const charts = comparisonCharts({ ...digitsComparison, strategies });
    expect(charts.map(({ name }) => name)).not.toContain('size');
  });

  it('names every curve at its end', () => {
    expect(textsOf(named(digits, 'shift-height'))).toEqual(
      expect.arrayContaining(['slide-both', 'no-pooling', 'slide-height', 'slide-width']),
    );
    expect(textsOf(named(digits, 'learning-curve'))).toEqual(
      expect.arrayContaining(['100', '1,000', '8,000']),
    );
  });

  it('fills marks only where a difference is shown', () => {
    const hollow = named(digits, 'differences').svg.match(/fill="#fff" stroke="#/g) ?? [];
    expect(hollow).toHaveLength(1);
  });

  it('fits on a phone', () => {
    for (const { name, svg } of [...digits, ...board]) {
      expect(Number(/ width="(\d+)/.exec(svg)![1]), name).toBeLessThanOrEqual(440);
    }
  });

  it('draws as PNG, twice as large and not blank', async () => {
    const { svg } = named(digits, 'accuracy');
    const png = readPng(await drawPng(svg));
    expect(png.width).toBe(2 * Number(/ width="(\d+)/.exec(svg)![1]));
    expect(png.differentBytes).toBeGreaterThan(100);
  });

  it('draws nothing where every trial failed', () => {
    const none = { mean: NaN, low: null, high: null, values: [null] };
    const strategies = digitsComparison.strategies.map((each) => ({ ...each, accuracy: none }));
    expect(comparisonCharts({ ...digitsComparison, strategies })).toEqual([]);
  });
});
