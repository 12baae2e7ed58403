import { muted } from './colours.ts';
import { type Attributes, element, escapeMarkup, rect, round } from './element.ts';

/** A piece of SVG without its `<svg>`; its origin is the upper left corner, its unit a pixel. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Moves a drawing to a point of another one. */
export const at = (x: number, y: number, { svg }: Pick<Drawing, 'svg'>): string =>
  element('g', { transform: `translate(${round(x)} ${round(y)})` }, svg);

/**
 * The fonts of every drawing.
 *
 * Arimo is part of `@axiswise/report` and has the letter widths of Helvetica and Arial. So a
 * drawing looks the same on a page, with any of these fonts, and as PNG, with Arimo only.
 */
const fontFamily = 'Arimo, Helvetica, Arial, sans-serif';

/**
 * Makes an SVG document of a drawing.
 *
 * @param label describes the picture for readers who do not see it.
 */
export const svgDocument = ({ width, height, svg }: Drawing, label: string): string =>
  element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      'font-family': fontFamily,
      role: 'img',
      'aria-label': label,
    },
    rect(0, 0, width, height, { fill: '#fff' }),
    svg,
  );

/**
 * The vertical anchors of a line of text, and the distance of its baseline below them, in units of
 * the size.
 */
const baselines = { alphabetic: 0, top: 0.79, middle: 0.3, bottom: -0.21 } as const;

export interface LabelLook {
  /** In pixels. */
  readonly size?: number;
  /** Whether `x` is the beginning, the middle or the end of the text. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /**
   * The vertical anchor. The baseline is computed here, because programs disagree on
   * `dominant-baseline`.
   */
  readonly baseline?: keyof typeof baselines;
  readonly fill?: string;
  readonly bold?: boolean;
  /** Clockwise rotation around the point, in degrees. */
  readonly rotate?: number;
}

/** Draws one line of text. */
export function label(x: number, y: number, text: string, look: LabelLook = {}): string {
  const { size = 9, anchor = 'start', baseline = 'alphabetic', fill = muted, bold, rotate } = look;
  const down = baselines[baseline] * size;
  const style: Attributes = {
    'font-size': size,
    fill,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-weight': bold ? 'bold' : undefined,
  };
  const place: Attributes = rotate
    ? { x: 0, y: down, transform: `translate(${round(x)} ${round(y)}) rotate(${round(rotate)})` }
    : { x, y: y + down };
  return element('text', { ...place, ...style }, escapeMarkup(text));
}

/** Draws lines of text below each other; `y` is that of the first one. */
export const lines = (
  x: number,
  y: number,
  texts: readonly string[],
  lineHeight: number,
  look: LabelLook,
): string => texts.map((text, i) => label(x, y + i * lineHeight, text, look)).join('');
