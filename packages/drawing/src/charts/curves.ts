import { ink } from '../svg/colours.ts';
import { type Drawing, lines } from '../svg/drawing.ts';
import { lineThrough, path, round } from '../svg/element.ts';
import { textWidth, wrapText } from '../svg/text-width.ts';
import {
  abovePlot,
  belowPlot,
  bottomAxis,
  chartWidth,
  framed,
  leftAxis,
  leftOfPlot,
  padding,
  type Plot,
} from './axis.ts';
import { linearScale, logScale } from './scale.ts';
import { mark, type SeriesLook } from './series-look.ts';
import { spread } from './spread.ts';
import {
  niceLogTicks,
  niceTicks,
  percentTicks,
  type Ticks,
  tickTexts,
  ticksToEnds,
} from './ticks.ts';

/** A line through points with their intervals, in any unit. */
export interface Curve {
  readonly name: string;
  readonly look: SeriesLook;
  readonly points: readonly {
    readonly x: number;
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  /** Lines of single seeds, drawn thin under the mean. */
  readonly singles?: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

export interface CurvesLook {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Whether the horizontal axis is logarithmic. */
  readonly logarithmic: boolean;
  /** The values of ticks on the horizontal axis; by default round numbers and both ends of the data. */
  readonly xTicks?: readonly number[];
  /** Writes these ticks; by default with thousands separators. */
  readonly xTexts?: (ticks: readonly number[]) => readonly string[];
  /** The vertical axis: of percentages, which stays within 0 to 100, or of any numbers. */
  readonly y?: 'percent' | 'linear' | 'log';
}

const height = 250;
const labelSize = 11.5;
const lineHeight = 13;
/** With more points than this a mark on each would hide the line. */
const mostMarks = 12;

const yTicksOf = {
  percent: (values) => percentTicks(values, 5),
  linear: (values) => niceTicks(values, 5),
  log: niceLogTicks,
} satisfies Record<NonNullable<CurvesLook['y']>, (values: readonly number[]) => Ticks>;

/** Draws curves with bands for their intervals; a label at the end names each. */
export function curves(series: readonly Curve[], look: CurvesLook): Drawing {
  const all = series.flatMap(({ points }) => points);
  const singles = series.flatMap((curve) => (curve.singles ?? []).flat());
  const { y: kind = 'percent' } = look;
  const ticks = yTicksOf[kind]([
    ...all.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    ...singles.map(({ y }) => y),
  ]);
  const yTexts = kind === 'log' ? ticks.values.map(String) : tickTexts(ticks.values);
  const left = leftOfPlot(yTexts);
  const labels = series.map(({ name }) => wrapText(name, 112, labelSize));
  const right = Math.ceil(
    Math.max(...labels.flat().map((each) => textWidth(each, labelSize))) + 20,
  );
  const labelHeights = labels.map((each) => each.length * lineHeight + 3);
  const plot: Plot = {
    left,
    right,
    // Many names need more room than their curves.
    height: Math.max(height, labelHeights.reduce((sum, each) => sum + each, 0) - 12),
    width: chartWidth - 2 * padding - left - right,
  };
  const { width } = plot;

  const xs = [...all, ...singles].map(({ x }) => x);
  const xTicks = look.xTicks ?? ticksToEnds(xs);
  // Ticks beyond the data belong to the axis.
  const domain: [number, number] = [Math.min(...xs, ...xTicks), Math.max(...xs, ...xTicks)];
  const x = (look.logarithmic ? logScale : linearScale)(domain, [0, width]);
  const y = (kind === 'log' ? logScale : linearScale)(ticks.domain, [plot.height, 0]);

  const ends = series.map(({ points }) => y(points[points.length - 1].mean));
  const middles = spread(ends, labelHeights, [-6, plot.height + 6]);
  const bands = series.map(({ look: { colour }, points }) => {
    const low = points.flatMap((point) => (point.low === null ? [] : [[x(point.x), y(point.low)] as const])); // prettier-ignore
    const high = points.flatMap((point) => (point.high === null ? [] : [[x(point.x), y(point.high)] as const])); // prettier-ignore
    const outline = [...high, ...low.reverse()];
    return outline.length === 0
      ? ''
      : path(`${lineThrough(outline)}Z`, { fill: colour, 'fill-opacity': 0.16 });
  });
  const thin = series.flatMap(({ look: { colour }, singles = [] }) =>
    singles.map((single) =>
      path(lineThrough(single.map((point) => [x(point.x), y(point.y)])), {
        stroke: colour,
        'stroke-width': 0.8,
        'stroke-opacity': 0.45,
        'stroke-linejoin': 'round',
        fill: 'none',
      }),
    ),
  );
  const drawn = series.map(({ look: { colour }, points }) =>
    path(lineThrough(points.map((point) => [x(point.x), y(point.mean)])), {
      stroke: colour,
      'stroke-width': 1.8,
      'stroke-linejoin': 'round',
      fill: 'none',
    }),
  );
  const marks = series.map(({ look: { colour, shape }, points }) =>
    (points.length > mostMarks ? points.slice(-1) : points)
      .map((point) => mark(x(point.x), y(point.mean), shape, 2.92, { fill: colour }))
      .join(''),
  );
  const names = series.map(({ look: { colour }, points }, i) => {
    const last = points[points.length - 1];
    const leader = `M${round(x(last.x) + 4)} ${round(ends[i])}L${width + 16} ${round(middles[i])}`;
    const first = middles[i] - ((labels[i].length - 1) * lineHeight) / 2;
    return (
      path(leader, { stroke: colour, 'stroke-opacity': 0.8, fill: 'none' }) +
      lines(width + 20, first, labels[i], lineHeight, {
        size: labelSize,
        fill: ink,
        baseline: 'middle',
      })
    );
  });
  const xTexts = (look.xTexts ?? tickTexts)(xTicks);
  const across = { scale: x, ticks: xTicks, texts: xTexts, title: look.xTitle };
  const up = { scale: y, ticks: ticks.values, texts: yTexts, title: look.yTitle };
  return framed(
    plot,
    { above: abovePlot, below: belowPlot },
    leftAxis(up, plot) +
      bottomAxis(across, plot, { baseline: true }) +
      [...bands, ...thin, ...drawn, ...marks, ...names].join(''),
  );
}
