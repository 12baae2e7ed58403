/** The colour of words. */
export const ink = '#24292f';
/** The colour of words that are second to others. */
export const muted = '#57606a';
/** The colour of axes and outlines. */
export const line = '#8c959f';
/** The colour of grids and of empty cells. */
export const pale = '#d0d7de';
/** The colour of grounds. */
export const faint = '#eaeef2';
/** The colour of what a drawing is about. */
export const blue = '#0969da';

/** A colour for a number from 0 to 1; numbers outside are clipped. */
export type ColourScale = (value: number) => string;

const clip = (value: number): number => (value > 0 ? Math.min(value, 1) : 0);
const byte = (value: number): string =>
  Math.round(255 * clip(value))
    .toString(16)
    .padStart(2, '0');

/** Black to white. */
export const greys: ColourScale = (value) => `#${byte(value).repeat(3)}`;

export const rgb = (red: number, green: number, blue: number): string =>
  `#${byte(red)}${byte(green)}${byte(blue)}`;

/**
 * Colours that colour-blind readers can distinguish: those of Okabe and Ito (2008) without the yellow,
 * and four of Tol's (2021) for further series.
 */
export const seriesColours: readonly string[] = [
  ...['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'],
  ink,
  ...['#882255', '#999933', '#8c959f', '#332288'],
];

/** A colour for each of some classes: {@link seriesColours}, or where they do not suffice, hues all around. */
export const classColours = (classes: number): string[] =>
  Array.from({ length: classes }, (_, c) => {
    if (classes <= seriesColours.length) return seriesColours[c];
    // Neighbours in number are far apart in hue; every other one is darker.
    const hue = Math.round((c * 137.508) % 360);
    return `hsl(${hue},70%,${c % 2 === 0 ? 45 : 62}%)`;
  });

/** Interpolates between equally spaced colours: red, green and blue from 0 to 255. */
export const through =
  (stops: readonly (readonly [number, number, number])[]): ColourScale =>
  (value) => {
    const place = clip(value) * (stops.length - 1);
    const from = Math.min(Math.floor(place), stops.length - 2);
    const share = place - from;
    const [red, green, blue] = stops[from].map(
      (start, i) => (start + share * (stops[from + 1][i] - start)) / 255,
    );
    return rgb(red, green, blue);
  };

/**
 * Dark to bright, perceptually uniform also for colour-blind readers: `magma` of Matplotlib (Smith
 * and van der Walt 2015, public domain), at nine of its 256 colours.
 */
export const magma = through([
  [0, 0, 4],
  [28, 16, 68],
  [79, 18, 123],
  [129, 37, 129],
  [181, 54, 122],
  [229, 80, 100],
  [251, 135, 97],
  [254, 194, 135],
  [252, 253, 191],
]);

/** Blue below the middle, white at it, red above: `RdBu` of ColorBrewer, reversed. */
export const diverging = through([
  [33, 102, 172],
  [146, 197, 222],
  [247, 247, 247],
  [244, 165, 130],
  [178, 24, 43],
]);
