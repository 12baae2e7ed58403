import { faint, ink } from '../svg/colours.ts';
import { type Drawing, label, lines } from '../svg/drawing.ts';
import { path, round } from '../svg/element.ts';
import { textWidth, wrapText } from '../svg/text-width.ts';
import { belowPlot, bottomAxis, chartWidth, framed, padding, type Plot } from './axis.ts';
import { linearScale } from './scale.ts';
import { mark, type SeriesLook } from './series-look.ts';
import { niceTicks, percentTicks, tickTexts } from './ticks.ts';

/** An estimate with its interval, in its own row. Values are in the unit of the axis. */
export interface IntervalRow extends SeriesLook {
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Values of single seeds, drawn as small marks under the estimate. */
  readonly singles?: readonly number[];
  /** Whether the mark is hollow, for estimates that the data does not support. */
  readonly filled: boolean;
  /** The numbers in words, at the end of the row. */
  readonly numbers: string;
  /** A reference value of this row. */
  readonly baseline?: number;
}

export interface IntervalRowsLook {
  readonly axisTitle: string;
  /** Whether values are percentages: the axis stays within 0 to 100. */
  readonly percent: boolean;
  /** A vertical line through all rows. */
  readonly zero?: number;
  /** Whether labels are sentences, placed above their rows instead of beside them. */
  readonly labelsAbove?: boolean;
}

const labelSize = 12;
const lineHeight = 14;
const numbersSize = 11.5;

/**
 * Draws estimates with their intervals below each other: a dot-and-interval chart, or a forest plot
 * of differences.
 */
export function intervalRows(rows: readonly IntervalRow[], look: IntervalRowsLook): Drawing {
  const { axisTitle, percent, zero, labelsAbove = false } = look;
  const labelWidth = labelsAbove ? chartWidth - 16 : 132;
  const labels = rows.map((row) => wrapText(row.label, labelWidth, labelSize));
  const widest = Math.max(0, ...labels.flat().map((each) => textWidth(each, labelSize)));
  // Without labels at the left, half a number of the axis still needs space.
  const left = labelsAbove ? 10 : Math.ceil(widest) + 12;
  const right =
    Math.ceil(Math.max(...rows.map(({ numbers }) => textWidth(numbers, numbersSize)))) + 12;
  const width = chartWidth - 2 * padding - left - right;

  const all = rows.flatMap(({ value, low, high, singles = [], baseline }) =>
    [value, low, high, baseline ?? zero, ...singles].filter((each) => each != null),
  );
  const about = width < 170 ? 3 : 4;
  const ticks = percent ? percentTicks(all, about) : niceTicks(all, about);
  const x = linearScale(ticks.domain, [0, width]);

  let height = 6;
  const drawn = rows.map((row, i) => {
    const above = labelsAbove ? labels[i].length * lineHeight + 4 : 0;
    const own = labelsAbove ? 22 : Math.max(28, labels[i].length * lineHeight + 8);
    const top = height;
    height += above + own + (labelsAbove ? 8 : 0);
    const y = top + above + own / 2;
    const ownBaseline = row.baseline ?? (labelsAbove ? zero : undefined);
    const { value, low, high, colour, shape, filled } = row;
    return {
      // A line under every row connects the label with the mark.
      guide: path(`M0 ${round(y)}H${width}`, { stroke: faint, fill: 'none' }),
      marks:
        (ownBaseline === undefined
          ? ''
          : path(`M${round(x(ownBaseline))} ${round(y - 10)}v20`, {
              stroke: ink,
              'stroke-width': 1.4,
              'stroke-dasharray': '3 2',
              fill: 'none',
            })) +
        (row.singles ?? [])
          .map((each) =>
            mark(x(each), y + 8, 'circle', 1.66, { fill: colour, 'fill-opacity': 0.6 }),
          )
          .join('') +
        (low === null || high === null
          ? ''
          : path(`M${round(x(low))} ${round(y)}H${round(x(high))}`, {
              stroke: colour,
              'stroke-width': 2.2,
              'stroke-linecap': 'round',
              fill: 'none',
            })) +
        mark(x(value), y, shape, 3.94, {
          fill: filled ? colour : '#fff',
          stroke: colour,
          'stroke-width': 1.8,
        }),
      words:
        (labelsAbove
          ? lines(0, top, labels[i], lineHeight, { size: labelSize, baseline: 'top' })
          : // Several lines stand around the height of the mark.
            lines(-12, y - ((labels[i].length - 1) * lineHeight) / 2, labels[i], lineHeight, {
              size: labelSize,
              fill: ink,
              anchor: 'end',
              baseline: 'middle',
            })) +
        label(width + 12, y, row.numbers, { size: numbersSize, fill: ink, baseline: 'middle' }),
    };
  });
  const plot: Plot = { width, height, left, right };
  const axis = { scale: x, ticks: ticks.values, texts: tickTexts(ticks.values), title: axisTitle };
  return framed(
    plot,
    { below: belowPlot },
    bottomAxis(axis, plot, { grid: !labelsAbove }) +
      drawn.map(({ guide }) => guide).join('') +
      // A line through all rows would cross the sentences above them.
      (zero === undefined || labelsAbove
        ? ''
        : path(`M${Math.round(x(zero))} 0V${height}`, {
            stroke: ink,
            'stroke-width': 1.2,
            fill: 'none',
          })) +
      drawn.map(({ marks }) => marks).join('') +
      drawn.map(({ words }) => words).join(''),
  );
}
