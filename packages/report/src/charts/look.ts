import { seriesColours } from '@axiswise/drawing';

export { fontFamily, ink, muted } from '@axiswise/drawing';

/** Colours of all that is drawn, with those of `@axiswise/drawing`; the same as in docs/filters.svg. */
export const line = '#8c959f';
export const pale = '#d0d7de';
export const faint = '#eaeef2';
export const blue = '#0969da';

const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross'] as const;

/** How a series looks in every chart: by shape too, for those who do not see or print colours. */
export interface SeriesLook {
  readonly colour: string;
  readonly shape: string;
}

export const seriesLook = (index: number): SeriesLook => ({
  colour: seriesColours[index % seriesColours.length],
  shape: shapes[index % shapes.length],
});
