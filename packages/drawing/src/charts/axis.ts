import { faint, ink, line } from '../svg/colours.ts';
import { at, type Drawing, label } from '../svg/drawing.ts';
import { element } from '../svg/element.ts';
import { cutText, textWidth } from '../svg/text-width.ts';
import type { Scale } from './scale.ts';

/** An axis of a chart; the origin of its plot is the upper left corner. */
export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  /** The texts of the ticks. */
  readonly texts: readonly string[];
  /** With its unit: `test accuracy (%)`. */
  readonly title: string;
}

const textSize = 12;
const titleSize = 12.5;
const tick = 4;

/** Space above the plot for half a number of the vertical axis, in pixels. */
export const abovePlot = 6;
/** Height of the texts below a plot. */
export const belowPlot = 44;
/** Width of the texts left of a plot. */
export const leftOfPlot = (texts: readonly string[]): number =>
  Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, textSize))) + 30);

/** The inside of a chart, and the space left and right of it, in pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Draws the horizontal axis below a plot: ticks with their texts, the title, and optional lines.
 */
export function bottomAxis(
  { scale, ticks, texts, title }: Axis,
  { width, height, left, right }: Plot,
  { grid = false, baseline = false } = {},
): string {
  const shown = withoutOverlap(ticks.map(scale), texts);
  // A title wider than the plot may extend below its surroundings, but not outside.
  const words = cutText(title, left + width + right, titleSize);
  const half = textWidth(words, titleSize) / 2;
  const middle = Math.max(half - left, Math.min(width / 2, width + right - half));
  return (
    ticks
      .map((value) => Math.round(scale(value)))
      .map(
        (x) => (grid ? rule(x, 0, x, height, faint) : '') + rule(x, height, x, height + tick, line),
      )
      .join('') +
    (baseline ? rule(0, height, width, height, line) : '') +
    shown
      .map(({ at, text }) =>
        label(at, height + tick + 5, text, { size: textSize, anchor: 'middle', baseline: 'top' }),
      )
      .join('') +
    label(middle, height + tick + 5 + textSize + 8, words, {
      size: titleSize,
      anchor: 'middle',
      baseline: 'top',
      fill: ink,
    })
  );
}

/** Draws the vertical axis left of a plot: grid lines through the plot, their texts, the title. */
export const leftAxis = ({ scale, ticks, texts, title }: Axis, { width, height }: Plot): string =>
  ticks
    .map((value, i) => {
      const y = Math.round(scale(value));
      return (
        rule(0, y, width, y, faint) +
        label(-7, scale(value), texts[i], { size: textSize, anchor: 'end', baseline: 'middle' })
      );
    })
    .join('') +
  label(8 - leftOfPlot(texts), height / 2, title, {
    size: titleSize,
    anchor: 'middle',
    baseline: 'middle',
    fill: ink,
    rotate: -90,
  });

const rule = (x1: number, y1: number, x2: number, y2: number, stroke: string): string =>
  element('path', { d: `M${x1} ${y1}L${x2} ${y2}`, stroke, fill: 'none' });

/** The texts at both ends of the axis, and of the others, from left to right, those that touch none. */
function withoutOverlap(
  places: readonly number[],
  texts: readonly string[],
): { readonly at: number; readonly text: string }[] {
  const all = places.map((at, i) => ({ at, text: texts[i] }));
  const half = (each: string): number => textWidth(each, textSize) / 2;
  const shown: typeof all = [];
  const [first, ...between] = all;
  const last = between.pop();
  for (const each of [first, last, ...between]) {
    const touches = (other: { readonly at: number; readonly text: string }): boolean =>
      Math.abs(other.at - each!.at) < half(other.text) + half(each!.text) + 4;
    if (each && !shown.some(touches)) shown.push(each);
  }
  return shown.sort((a, b) => a.at - b.at);
}

/** Width of charts in pixels: on a phone they shrink by a fifth and remain readable. */
export const chartWidth = 430;
/** Margin around a chart, in pixels. */
export const padding = 6;

/**
 * Makes a drawing of a plot with its surroundings.
 *
 * Everything is moved by half a pixel, because a thin line between two rows of pixels would be wide
 * and pale.
 */
export const framed = (
  { width, height, left, right }: Plot,
  { above = 0, below }: { readonly above?: number; readonly below: number },
  svg: string,
): Drawing => ({
  width: Math.ceil(left + width + right + 2 * padding),
  height: Math.ceil(above + height + below + 2 * padding),
  svg: at(padding + left + 0.5, padding + above + 0.5, { svg }),
});
