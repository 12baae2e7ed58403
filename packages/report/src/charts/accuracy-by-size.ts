import type { TopLevelSpec } from 'vega-lite';
import { chartWidth } from './chart.ts';
import { ink, line, type SeriesLook } from './look.ts';
import { placeLabels } from './place-labels.ts';
import { textWidth, wrapText } from './text-width.ts';
import { niceTicks, percentTicks } from './ticks.ts';

/** A strategy as a point: accuracies in percent. */
export interface SizedPoint {
  readonly name: string;
  readonly look: SeriesLook;
  readonly parameters: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

const height = 270;
const labelSize = 12;
const lineHeight = 13.5;

/** From this factor between the smallest and the largest network, the axis is logarithmic. */
const logarithmicFrom = 5;

/** Accuracy against parameters: a point with its interval for each strategy, its name beside it. */
export function accuracyBySize(strategies: readonly SizedPoint[]): TopLevelSpec {
  const width = chartWidth - 14 - 48;
  const sizes = strategies.map(({ parameters }) => parameters);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const logarithmic = largest / smallest >= logarithmicFrom;
  const yTicks = percentTicks(
    strategies.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    5,
  );
  // Room at both sides, so that no interval lies on the axis and labels find a place.
  const domain: [number, number] = logarithmic
    ? [smallest * (smallest / largest) ** 0.12, largest * (largest / smallest) ** 0.12]
    : [smallest - 0.12 * (largest - smallest), largest + 0.12 * (largest - smallest)];
  const xTicks = logarithmic
    ? logarithmicTicks(domain)
    : niceTicks(domain, 4).values.filter((at) => at >= domain[0] && at <= domain[1]);

  const along = (value: number): number =>
    logarithmic
      ? Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])
      : (value - domain[0]) / (domain[1] - domain[0]);
  const pixelX = (value: number): number => width * along(value);
  const pixelY = (value: number): number =>
    height * (1 - (value - yTicks.domain[0]) / (yTicks.domain[1] - yTicks.domain[0]));
  const labels = strategies.map(({ name }) => wrapText(name, 130, labelSize));
  const places = placeLabels(
    strategies.map(({ parameters, mean, low, high }, i) => ({
      x: pixelX(parameters),
      y: pixelY(mean),
      top: pixelY(high ?? mean) - 4,
      bottom: pixelY(low ?? mean) + 4,
      width: Math.max(...labels[i].map((each) => textWidth(each, labelSize))),
      height: labels[i].length * lineHeight,
    })),
    { width, height },
  );
  const data = strategies.map(
    ({ look: { colour, shape }, name, parameters, mean, low, high }, i) => ({
      name,
      colour,
      shape,
      parameters,
      mean,
      low,
      high,
      lines: labels[i],
      labelX: places[i].x,
      labelY: places[i].y + lineHeight / 2,
      leader: places[i].leader,
      at: { x: pixelX(parameters), y: pixelY(mean) },
    }),
  );

  const x = {
    field: 'parameters',
    type: 'quantitative' as const,
    scale: { ...(logarithmic ? { type: 'log' as const } : { zero: false }), domain, nice: false },
    axis: { title: 'parameters', values: xTicks, format: '~s', grid: false },
  };
  const y = {
    type: 'quantitative' as const,
    scale: { domain: yTicks.domain, nice: false, zero: false },
    axis: { title: 'test accuracy (%)', values: yTicks.values, domain: false, ticks: false },
  };
  const colour = { field: 'colour', type: 'nominal' as const, scale: null, legend: null };
  const pixel = { type: 'quantitative' as const, scale: null, axis: null };
  return {
    width,
    height,
    data: { values: data },
    resolve: { scale: { x: 'independent', y: 'independent' } },
    layer: [
      {
        layer: [
          {
            data: { values: data.filter(({ low, high }) => low !== null && high !== null) },
            mark: { type: 'rule', strokeWidth: 2.2, strokeCap: 'round' },
            encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour },
          },
          {
            mark: { type: 'point', filled: true, size: 66, opacity: 1 },
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
        data: {
          values: data.flatMap(({ leader, at, colour: own }) =>
            leader ? [{ x: at.x, y: at.y, x2: leader.x, y2: leader.y, colour: own }] : [],
          ),
        },
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.8 },
        encoding: {
          x: { field: 'x', ...pixel },
          x2: { field: 'x2' },
          y: { field: 'y', ...pixel },
          y2: { field: 'y2' },
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
          x: { field: 'labelX', ...pixel },
          y: { field: 'labelY', ...pixel },
          text: { field: 'lines', type: 'nominal' },
        },
      },
    ],
    config: { axisX: { domainColor: line } },
  };
}

/** 1, 2 and 5 times the powers of ten: as many of them as there is room for. */
function logarithmicTicks([low, high]: readonly [number, number]): number[] {
  const decades = Math.log10(high / low);
  const factors = decades > 3 ? [1] : decades > 1.6 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    ticks.push(...factors.map((n) => n * power).filter((at) => at >= low && at <= high));
  }
  return ticks;
}
