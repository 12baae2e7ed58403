import type { TopLevelSpec } from 'vega-lite';
import { chartWidth } from './chart.ts';
import { ink, line, type SeriesLook } from './look.ts';
import { spread } from './spread.ts';
import { textWidth, wrapText } from './text-width.ts';
import { niceTicks, percentTicks } from './ticks.ts';

/** A line through points with their intervals. Percent, and whatever the horizontal axis is in. */
export interface Curve {
  readonly name: string;
  readonly look: SeriesLook;
  readonly points: readonly {
    readonly x: number;
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

export interface CurvesLook {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Every factor is as long as any other. */
  readonly logarithmic: boolean;
  /** Where the horizontal axis has its ticks; by default at round numbers. */
  readonly xTicks?: readonly number[];
}

const height = 250;
const labelSize = 11.5;
const lineHeight = 13;

/** Curves with bands for their intervals, each named at its end. */
export function curves(series: readonly Curve[], look: CurvesLook): TopLevelSpec {
  const labels = series.map(({ name }) => wrapText(name, 112, labelSize));
  const right = Math.max(...labels.flat().map((each) => textWidth(each, labelSize))) + 24;
  const width = Math.floor(chartWidth - 14 - 48 - right);
  const points = series.flatMap(({ name, look: { colour, shape }, points: all }) =>
    all.map((point) => ({ name, colour, shape, ...point })),
  );
  const ticks = percentTicks(
    points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    5,
  );
  const xs = points.map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const xTicks = look.xTicks ?? niceTicks(xs, 5).values.filter((at) => at >= first && at <= last);

  const pixel = (value: number): number =>
    height * (1 - (value - ticks.domain[0]) / (ticks.domain[1] - ticks.domain[0]));
  const ends = series.map(({ points: all }) => all[all.length - 1]);
  const middles = spread(
    ends.map(({ mean }) => pixel(mean)),
    labels.map((lines) => lines.length * lineHeight + 3),
    [-6, height + 6],
  );
  const named = series.map(({ look: { colour } }, i) => ({
    lines: labels[i],
    colour,
    end: ends[i].mean,
    y: pixel(ends[i].mean),
    labelY: middles[i],
    textY: middles[i] - ((labels[i].length - 1) * lineHeight) / 2,
  }));

  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: {
      ...(look.logarithmic ? { type: 'log' as const } : { zero: false }),
      domain: [first, last],
      nice: false,
    },
    axis: {
      title: look.xTitle,
      values: [...xTicks],
      format: ',',
      grid: false,
      labelOverlap: true,
      labelFlush: false,
    },
  };
  const y = {
    type: 'quantitative' as const,
    scale: { domain: ticks.domain, nice: false, zero: false },
    axis: { title: look.yTitle, values: ticks.values, domain: false, ticks: false },
  };
  const pixelY = { type: 'quantitative' as const, scale: null, axis: null };
  const detail = { field: 'name', type: 'nominal' as const };
  const colour = { field: 'colour', type: 'nominal' as const, scale: null, legend: null };
  const bands = points.filter(({ low, high }) => low !== null && high !== null);
  return {
    width,
    height,
    data: { values: points },
    // Labels lie on pixels and curves on values: two vertical scales.
    resolve: { scale: { y: 'independent' } },
    layer: [
      {
        layer: [
          {
            data: { values: bands },
            mark: { type: 'area', opacity: 0.16 },
            encoding: {
              x,
              y: { ...y, field: 'low' },
              y2: { field: 'high' },
              detail,
              color: colour,
            },
          },
          {
            mark: { type: 'line', strokeWidth: 1.8, strokeJoin: 'round' },
            encoding: { x, y: { ...y, field: 'mean' }, detail, color: colour },
          },
          {
            mark: { type: 'point', filled: true, size: 34, opacity: 1 },
            encoding: {
              x,
              y: { ...y, field: 'mean' },
              color: colour,
              shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
            },
          },
        ],
      },
      {
        data: { values: named },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 1, opacity: 0.8 },
            encoding: {
              x: { value: width + 4 },
              x2: { value: width + 16 },
              y: { ...pixelY, field: 'y' },
              y2: { field: 'labelY' },
              color: colour,
            },
          },
          {
            mark: {
              type: 'text',
              align: 'left',
              baseline: 'middle',
              color: ink,
              fontSize: labelSize,
              lineHeight,
            },
            encoding: {
              x: { value: width + 20 },
              y: { ...pixelY, field: 'textY' },
              text: { field: 'lines', type: 'nominal' },
            },
          },
        ],
      },
    ],
    config: { axisX: { domainColor: line } },
  };
}
