export { cells, highlightCells } from './cells.ts';
export { type ColourScale, diverging, greys, magma, rgb, seriesColours } from './colours.ts';
export {
  at,
  type Drawing,
  escapeMarkup,
  fontFamily,
  ink,
  label,
  muted,
  round,
  svgDocument,
} from './drawing.ts';
export { inputDrawing } from './input-drawing.ts';
export { type MapAxis, mapDrawing, type MapOptions, positionTicks, type Tick } from './map.ts';
export { pixelDrawing } from './pixels.ts';
export { seriesDrawing } from './series.ts';
