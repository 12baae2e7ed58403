import { type Drawing, svgDocument } from '@axiswise/drawing';

/** A picture of a report: a chart or a drawing. */
export interface Chart {
  /** The name of its files: `charts/<name>.svg` and `.png`. */
  readonly name: string;
  /** The text below it: what it shows and how to read it. */
  readonly caption: string;
  readonly svg: string;
}

/**
 * Makes a chart of a drawing.
 *
 * @param chart.alt what it shows, for readers who do not see it.
 */
export const chartOf = ({
  name,
  caption,
  alt,
  drawing,
}: Omit<Chart, 'svg'> & { readonly alt: string; readonly drawing: Drawing }): Chart => ({
  name,
  caption,
  svg: svgDocument(drawing, alt),
});
