import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { filterDrawing } from '@axiswise/drawing';
import type { Chart } from '../chart.ts';
import { comparisonCharts } from './comparison-charts.ts';
import type { ExperimentPictures } from './experiment-section.ts';

/** Draws the charts and filters of every experiment, in their order. */
export const comparisonPictures = ({ experiments }: Comparison): ExperimentPictures[] =>
  experiments.map((experiment) => ({
    charts: comparisonCharts(experiment),
    drawings: drawings(experiment),
  }));

const drawings = ({ strategies, axes }: ExperimentComparison): Chart[] =>
  strategies.map((strategy) => ({
    name: `filter-${strategy.name}`,
    caption: `The filters of ${strategy.name}.`,
    svg: filterDrawing(strategy, axes),
  }));
