/** A piece of SVG without its `<svg>`: its origin is its upper left corner, its unit a pixel. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Enough digits for a picture; no tails of floating-point numbers. */
export const round = (value: number): number => Math.round(100 * value) / 100;

/** A drawing at a place of another one. */
export const at = (x: number, y: number, { svg }: Pick<Drawing, 'svg'>): string =>
  `<g transform="translate(${round(x)} ${round(y)})">${svg}</g>`;

/**
 * Arimo comes with `@axiswise/report` and is as wide as Helvetica and Arial, letter for letter: drawings
 * look the same on a page, where one of them is at hand, and as PNG, where only Arimo is.
 */
export const fontFamily = 'Arimo, Helvetica, Arial, sans-serif';

/** A drawing as a document of its own. */
export const svgDocument = ({ width, height, svg }: Drawing, label: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" ` +
  `viewBox="0 0 ${round(width)} ${round(height)}" font-family="${fontFamily}" role="img" ` +
  `aria-label="${escapeMarkup(label)}">` +
  `<rect width="100%" height="100%" fill="#fff"/>${svg}</svg>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Whatever XML 1.0 forbids: a single such character would make a whole SVG file unreadable.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text that means itself inside HTML and SVG, in elements and in quoted attributes. */
export const escapeMarkup = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]);

export const ink = '#24292f';
export const muted = '#57606a';

/** One line of text; `x` is its beginning, its middle or its end. */
export const label = (
  x: number,
  y: number,
  text: string,
  {
    size = 9,
    anchor = 'start',
    fill = muted,
    bold = false,
  }: {
    readonly size?: number;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly fill?: string;
    readonly bold?: boolean;
  } = {},
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}"` +
  (anchor === 'start' ? '' : ` text-anchor="${anchor}"`) +
  (bold ? ' font-weight="bold"' : '') +
  `>${escapeMarkup(text)}</text>`;
