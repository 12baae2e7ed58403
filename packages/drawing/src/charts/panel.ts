import { ink, line, muted } from '../svg/colours.ts';
import { type Drawing, label } from '../svg/drawing.ts';
import { lineThrough, path, rect, round } from '../svg/element.ts';
import { cutText, textWidth } from '../svg/text-width.ts';
import { bottomAxis, framed, leftAxis, leftOfPlot, padding, type Plot } from './axis.ts';
import { linearScale, logScale } from './scale.ts';
import { mark, type SeriesLook } from './series-look.ts';
import { spread } from './spread.ts';
import type { Ticks } from './ticks.ts';

/** An axis that several panels share. */
export interface PanelAxis {
  readonly title: string;
  readonly ticks: Ticks;
  readonly texts: readonly string[];
  readonly logarithmic?: boolean;
}

/** A line in a panel of a chart. */
export interface PanelLine {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly colour: string;
  /** In pixels; 1.8 by default. */
  readonly width?: number;
  readonly opacity?: number;
  readonly dashed?: boolean;
  /** At its right end. */
  readonly label?: string;
}

/** The area between two lines. */
export interface PanelBand {
  readonly low: PanelLine['points'];
  readonly high: PanelLine['points'];
  readonly colour: string;
}

/** A point in a panel of a chart. */
export interface PanelMark {
  readonly x: number;
  readonly y: number;
  readonly look: SeriesLook;
  /** A hollow mark says less than a filled one. */
  readonly filled: boolean;
  /** A ring around it. */
  readonly ringed?: boolean;
}

/** One of several small charts with the same axes, so that they can be compared. */
export interface Panel {
  readonly title: string;
  readonly x: PanelAxis;
  readonly y: PanelAxis;
  /** Stretches of the horizontal axis that are shaded. */
  readonly shaded?: readonly (readonly [from: number, to: number])[];
  readonly bands?: readonly PanelBand[];
  /** In the order in which they are drawn. */
  readonly lines?: readonly PanelLine[];
  readonly marks?: readonly PanelMark[];
}

const height = 130;
const panelWidth = 256;
const titleSize = 12.5;
const labelSize = 11;
const lineHeight = 13;

/** Draws a small chart with its title above. */
export function panel({
  title,
  x,
  y,
  shaded = [],
  bands = [],
  lines = [],
  marks = [],
}: Panel): Drawing {
  const left = leftOfPlot(y.texts);
  const named = lines.filter((each) => each.label !== undefined && each.points.length > 0);
  const widest = Math.max(0, ...named.map((each) => textWidth(each.label!, labelSize)));
  const right = Math.ceil(named.length > 0 ? widest + 10 : 8);
  const plot: Plot = { left, right, height, width: panelWidth - 2 * padding - left - right };
  const { width } = plot;
  const across = (x.logarithmic ? logScale : linearScale)(x.ticks.domain, [0, width]);
  const up = (y.logarithmic ? logScale : linearScale)(y.ticks.domain, [height, 0]);
  const through = (points: PanelLine['points']): string =>
    lineThrough(points.map(([atX, atY]) => [across(atX), up(atY)]));

  const ends = named.map(({ points }) => up(points[points.length - 1][1]));
  const middles = spread(
    ends,
    ends.map(() => lineHeight),
    [-4, height + 4],
  );
  const parts = [
    ...shaded.map(([from, to]) =>
      rect(across(from), 0, across(to) - across(from), height, { fill: '#f0f2f5' }),
    ),
    leftAxis({ scale: up, ticks: y.ticks.values, texts: y.texts, title: y.title }, plot),
    bottomAxis({ scale: across, ticks: x.ticks.values, texts: x.texts, title: x.title }, plot, {
      baseline: true,
    }),
    ...bands.map(({ low, high, colour }) =>
      path(`${through([...high, ...[...low].reverse()])}Z`, { fill: colour, 'fill-opacity': 0.16 }),
    ),
    ...lines
      .filter(({ points }) => points.length > 0)
      .map((each) =>
        path(through(each.points), {
          stroke: each.colour,
          'stroke-width': each.width ?? 1.8,
          'stroke-opacity': each.opacity,
          'stroke-dasharray': each.dashed ? '4 2.5' : undefined,
          'stroke-linejoin': 'round',
          fill: 'none',
        }),
      ),
    ...marks.map(({ x: atX, y: atY, look: { colour, shape }, filled, ringed }) => {
      const at = [across(atX), up(atY)] as const;
      return (
        mark(...at, shape, 3.4, {
          fill: filled ? colour : '#fff',
          stroke: colour,
          'stroke-width': 1.4,
        }) +
        (ringed
          ? mark(...at, 'circle', 7.5, { fill: 'none', stroke: ink, 'stroke-width': 1.3 })
          : '')
      );
    }),
    ...named.map((each, i) =>
      label(width + 7, middles[i], each.label!, {
        size: labelSize,
        fill: muted,
        baseline: 'middle',
      }),
    ),
    ...named.flatMap((_, i) =>
      Math.abs(ends[i] - middles[i]) < 3
        ? []
        : path(`M${width + 1} ${round(ends[i])}L${width + 5} ${round(middles[i])}`, {
            stroke: line,
            fill: 'none',
          }),
    ),
    label(-left + padding, -14, cutText(title, panelWidth - 2 * padding, titleSize), {
      size: titleSize,
      bold: true,
      fill: ink,
    }),
  ];
  return framed(plot, { above: 14 + titleSize, below: 44 }, parts.join(''));
}
