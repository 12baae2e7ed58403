/** Colours and type of all that is drawn; the same as in docs/filters.svg. */
export const ink = '#24292f';
export const muted = '#57606a';
export const line = '#8c959f';
export const pale = '#d0d7de';
export const faint = '#eaeef2';
export const blue = '#0969da';

/**
 * Arimo comes with this package and is as wide as Helvetica and Arial, letter for letter: charts look
 * the same on a page, where one of them is at hand, and as PNG, where only Arimo is.
 */
export const fontFamily = 'Arimo, Helvetica, Arial, sans-serif';

/** Colours that colour-blind readers tell apart (Okabe and Ito 2008), without the yellow. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', ink] as const;
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'] as const;

/** How a series looks in every chart: by shape too, for those who do not see or print colours. */
export interface SeriesLook {
  readonly colour: string;
  readonly shape: string;
}

export const seriesLook = (index: number): SeriesLook => ({
  colour: colours[index % colours.length],
  shape: shapes[index % shapes.length],
});
