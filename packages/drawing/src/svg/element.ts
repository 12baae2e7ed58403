const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// XML 1.0 forbids these characters: a single one makes a whole SVG file unreadable.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Escapes text for elements and quoted attributes of HTML and SVG. */
export const escapeMarkup = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]);

/** Rounds to two decimals, which suffices for a picture and keeps files small. */
export const round = (value: number): number => Math.round(100 * value) / 100;

/** Attributes of an element: numbers are rounded, strings escaped, undefined ones left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * Builds an SVG element.
 *
 * @param children markup, already escaped: other elements, or `escapeMarkup(text)`.
 *
 * @example
 * element('g', { opacity: 0.5 }, element('circle', { r: 1 / 3, fill: undefined }));
 * // <g opacity="0.5"><circle r="0.33"/></g>
 */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  let opening = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    opening += ` ${key}="${typeof value === 'number' ? round(value) : escapeMarkup(value)}"`;
  }
  const content = children.join('');
  return content === '' ? `<${opening}/>` : `<${opening}>${content}</${name}>`;
}

/** Draws a path; `d` holds its commands, already rounded. */
export const path = (d: string, attributes: Attributes): string =>
  element('path', { d, ...attributes });

/** The commands of a path through points, in order. */
export const lineThrough = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');

/** A rectangle as SVG: its left upper corner, its width and its height in pixels. */
export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  attributes: Attributes,
): string => element('rect', { x, y, width, height, ...attributes });

/** A circle as SVG: its centre and its radius in pixels. */
export const circle = (x: number, y: number, r: number, attributes: Attributes): string =>
  element('circle', { cx: x, cy: y, r, ...attributes });
