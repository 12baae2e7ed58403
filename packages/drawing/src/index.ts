export { confusionMatrix, mostClassesDrawn } from './charts/confusion-matrix.ts';
export { type Curve, curves } from './charts/curves.ts';
export { type IntervalRow, intervalRows } from './charts/interval-rows.ts';
export { labelledPoints } from './charts/labelled-points.ts';
export {
  panel,
  type PanelAxis,
  type PanelBand,
  type PanelLine,
  type PanelMark,
} from './charts/panel.ts';
export { scatter } from './charts/scatter.ts';
export { seriesLook, type SeriesLook } from './charts/series-look.ts';
export {
  countTexts,
  niceLogTicks,
  niceTicks,
  percentTicks,
  tickTexts,
  ticksToEnds,
} from './charts/ticks.ts';
export { filterDrawing } from './filters/filter-drawing.ts';
export { filterWords } from './filters/filter-words.ts';
export type { FilterAlongAxis, FilterLayer } from './filters/filter-blocks.ts';
export { cells, highlightCells, type Overlay, overlayCells } from './inputs/cells.ts';
export { framesDrawing } from './inputs/frames.ts';
export { inputDrawing } from './inputs/input-drawing.ts';
export { mapDrawing, positionTicks, type Tick } from './inputs/map.ts';
export { colourLegend, sideBySide } from './inputs/side-by-side.ts';
export { pixelDrawing } from './inputs/pixels.ts';
export { type UnitCell, unitGrid } from './networks/unit-grid.ts';
export { weightMatrixDrawing } from './networks/weight-matrix.ts';
export { arrow } from './svg/arrow.ts';
export { blue, classColours, diverging, greys, ink, line, muted, pale } from './svg/colours.ts';
export { at, type Drawing, label, svgDocument } from './svg/drawing.ts';
export { type Attributes, circle, element, escapeMarkup, path, rect } from './svg/element.ts';
