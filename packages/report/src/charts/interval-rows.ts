import type { TopLevelSpec } from 'vega-lite';
import { chartWidth } from './chart.ts';
import { faint, ink, line, muted } from './look.ts';
import type { Layer } from './render-chart.ts';
import { textWidth, wrapText } from './text-width.ts';
import { niceTicks, percentTicks } from './ticks.ts';

/** An estimate with its interval, a row of its own. Values in the unit of the axis. */
export interface IntervalRow {
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of single seeds, drawn small under the estimate. */
  readonly singles?: readonly number[];
  readonly colour: string;
  readonly shape: string;
  /** Hollow marks are what the numbers do not show. */
  readonly filled: boolean;
  /** The numbers in words, at the end of the row. */
  readonly numbers: string;
  /** What the row alone is held against. */
  readonly baseline?: number;
}

export interface IntervalRowsLook {
  readonly axisTitle: string;
  /** Shares in percent: nothing lies outside 0 to 100. */
  readonly percent: boolean;
  /** A line through all rows. */
  readonly zero?: number;
  /** Labels are sentences: above their rows instead of beside them. */
  readonly labelsAbove?: boolean;
}

const labelSize = 12;
const lineHeight = 14;

/** Estimates with their intervals below each other: the dot-and-interval chart and the forest plot. */
export function intervalRows(rows: readonly IntervalRow[], look: IntervalRowsLook): TopLevelSpec {
  const { axisTitle, percent, zero, labelsAbove = false } = look;
  const labelWidth = labelsAbove ? chartWidth - 16 : 132;
  const labels = rows.map(({ label }) => wrapText(label, labelWidth, labelSize));
  const widest = (lines: readonly string[]): number =>
    Math.max(0, ...lines.map((each) => textWidth(each, labelSize)));
  const left = labelsAbove ? 0 : Math.ceil(widest(labels.flat())) + 12;
  const right = Math.ceil(Math.max(...rows.map(({ numbers }) => textWidth(numbers, 11.5)))) + 12;
  const width = chartWidth - 14 - left - right;

  const all = rows.flatMap(({ value, low, high, singles = [], baseline }) =>
    [value, low, high, baseline ?? zero, ...singles].filter((each) => each != null),
  );
  const ticks = percent
    ? percentTicks(all, width < 170 ? 3 : 4)
    : niceTicks(all, width < 170 ? 3 : 4);

  let height = 6;
  const data = rows.map((row, i) => {
    const above = labelsAbove ? labels[i].length * lineHeight + 4 : 0;
    const own = labelsAbove ? 22 : Math.max(28, labels[i].length * lineHeight + 8);
    const top = height;
    height += above + own + (labelsAbove ? 8 : 0);
    const y = top + above + own / 2;
    // Several lines hang from the first of them.
    const labelY = labelsAbove ? top : y - ((labels[i].length - 1) * lineHeight) / 2;
    return { ...row, lines: labels[i], y, labelY };
  });
  const singles = rows.flatMap(({ singles: values = [], colour }, i) =>
    values.map((value) => ({ value, colour, y: data[i].y + 8 })),
  );
  // A line through all rows would strike out the sentences above them.
  const baselines = data.flatMap(({ baseline = labelsAbove ? zero : undefined, y }) =>
    baseline === undefined ? [] : [{ baseline, y: y - 10, y2: y + 10 }],
  );
  const intervals = data.filter(({ low, high }) => low !== null && high !== null);

  const x = {
    type: 'quantitative' as const,
    scale: { domain: ticks.domain, nice: false, zero: false },
    axis: {
      title: axisTitle,
      values: ticks.values,
      domain: false,
      grid: !labelsAbove,
      labelFlush: false,
    },
  };
  const y = { type: 'quantitative' as const, scale: null, axis: null };
  const colour = { field: 'colour', type: 'nominal' as const, scale: null, legend: null };
  // Drawn in this order, each over the ones before it.
  const layers: (Layer | null)[] = [
    // A line under every row leads the eye from the label to the mark.
    {
      mark: { type: 'rule', color: faint, strokeWidth: 1 },
      encoding: { y: { ...y, field: 'y' } },
    },
    zero === undefined || labelsAbove
      ? null
      : {
          data: { values: [{ zero }] },
          mark: { type: 'rule', color: ink, strokeWidth: 1.2 },
          encoding: { x: { ...x, field: 'zero' } },
        },
    {
      data: { values: baselines },
      mark: { type: 'rule', color: ink, strokeWidth: 1.4, strokeDash: [3, 2] },
      encoding: {
        x: { ...x, field: 'baseline' },
        y: { ...y, field: 'y' },
        y2: { field: 'y2' },
      },
    },
    {
      data: { values: singles },
      mark: { type: 'point', filled: true, shape: 'circle', size: 11, opacity: 0.6 },
      encoding: {
        x: { ...x, field: 'value' },
        y: { ...y, field: 'y' },
        color: colour,
      },
    },
    {
      data: { values: intervals },
      mark: { type: 'rule', strokeWidth: 2.2, strokeCap: 'round' },
      encoding: {
        x: { ...x, field: 'low' },
        x2: { field: 'high' },
        y: { ...y, field: 'y' },
        color: colour,
      },
    },
    {
      mark: { type: 'point', size: 62, opacity: 1, strokeWidth: 1.8 },
      encoding: {
        x: { ...x, field: 'value' },
        y: { ...y, field: 'y' },
        shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
        stroke: colour,
        fill: {
          condition: { test: 'datum.filled', field: 'colour', type: 'nominal', scale: null },
          value: '#fff',
        },
      },
    },
    {
      mark: {
        type: 'text',
        align: labelsAbove ? 'left' : 'right',
        baseline: labelsAbove ? 'top' : 'middle',
        color: labelsAbove ? muted : ink,
        fontSize: labelSize,
        lineHeight,
      },
      encoding: {
        x: { value: labelsAbove ? 0 : -12 },
        y: { ...y, field: 'labelY' },
        text: { field: 'lines', type: 'nominal' },
      },
    },
    {
      mark: { type: 'text', align: 'left', baseline: 'middle', color: ink, fontSize: 11.5 },
      encoding: {
        x: { value: width + 12 },
        y: { ...y, field: 'y' },
        text: { field: 'numbers', type: 'nominal' },
      },
    },
  ];
  return {
    width,
    height,
    data: { values: data },
    layer: layers.filter((layer) => layer !== null),
    config: { axisX: { domainColor: line } },
  };
}
