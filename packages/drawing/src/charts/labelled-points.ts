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
import { placeLabels } from './place-labels.ts';
import { linearScale, logScale } from './scale.ts';
import { mark, type SeriesLook } from './series-look.ts';
import { countTexts, niceLogTicks, niceTicks, percentTicks, tickTexts } from './ticks.ts';

/** A point with a name and its interval: percent, or any number, against a count. */
export interface LabelledPoint {
  readonly name: string;
  readonly look: SeriesLook;
  readonly x: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

const height = 270;
const labelSize = 12;
const lineHeight = 13.5;

/** With at least this ratio between the largest and the smallest count, the axis is logarithmic. */
const logarithmicFrom = 5;

/** Draws points with their intervals, percent against a count, each with its name. */
export function labelledPoints(
  points: readonly LabelledPoint[],
  {
    xTitle,
    yTitle,
    percent = true,
  }: {
    readonly xTitle: string;
    readonly yTitle: string;
    /** Whether the vertical axis stays within 0 to 100; by default it does. */
    readonly percent?: boolean;
  },
): Drawing {
  const ticks = (percent ? percentTicks : niceTicks)(
    points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    5,
  );
  const yTexts = tickTexts(ticks.values);
  const left = leftOfPlot(yTexts);
  const plot: Plot = { left, right: 4, height, width: chartWidth - 2 * padding - left - 4 };
  const { width } = plot;

  const counts = points.map((point) => point.x);
  const [smallest, largest] = [Math.min(...counts), Math.max(...counts)];
  const logarithmic = largest / smallest >= logarithmicFrom;
  const xTicks = logarithmic ? niceLogTicks(counts) : niceTicks(counts, 4);
  const x = (logarithmic ? logScale : linearScale)(xTicks.domain, [0, width]);
  const y = linearScale(ticks.domain, [height, 0]);

  const labels = points.map(({ name }) => wrapText(name, 130, labelSize));
  const places = placeLabels(
    points.map((point, i) => ({
      x: x(point.x),
      y: y(point.mean),
      top: y(point.high ?? point.mean) - 4,
      bottom: y(point.low ?? point.mean) + 4,
      width: Math.max(...labels[i].map((each) => textWidth(each, labelSize))),
      height: labels[i].length * lineHeight,
    })),
    { width, height },
  );
  const intervals = points.map(({ look: { colour }, low, high, x: count }) =>
    low === null || high === null
      ? ''
      : path(`M${round(x(count))} ${round(y(low))}V${round(y(high))}`, {
          stroke: colour,
          'stroke-width': 2.2,
          'stroke-linecap': 'round',
          fill: 'none',
        }),
  );
  const marks = points.map(({ look: { colour, shape }, mean, x: count }) =>
    mark(x(count), y(mean), shape, 4.06, { fill: colour }),
  );
  const leaders = places.map(({ leader }, i) => {
    const { look, mean, x: count } = points[i];
    if (leader === null) return '';
    const line = lineThrough([
      [x(count), y(mean)],
      [leader.x, leader.y],
    ]);
    return path(line, { stroke: look.colour, 'stroke-opacity': 0.8, fill: 'none' });
  });
  const names = places.map((place, i) =>
    lines(place.x, place.y + lineHeight / 2, labels[i], lineHeight, {
      size: labelSize,
      fill: ink,
      baseline: 'middle',
    }),
  );
  const across = {
    scale: x,
    ticks: xTicks.values,
    texts: countTexts(xTicks.values),
    title: xTitle,
  };
  const up = { scale: y, ticks: ticks.values, texts: yTexts, title: yTitle };
  return framed(
    plot,
    { above: abovePlot, below: belowPlot },
    leftAxis(up, plot) +
      bottomAxis(across, plot, { baseline: true }) +
      [...intervals, ...marks, ...leaders, ...names].join(''),
  );
}
