import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import type { Chart } from '../charts/chart.ts';
import { filterDrawing } from '../drawing/filter-drawing.ts';
import { comparisonCharts } from './comparison-charts.ts';
import type { ExperimentPictures } from './experiment-section.ts';

/** The charts and drawings of every experiment, in their order. */
export async function comparisonPictures({
  experiments,
}: Comparison): Promise<ExperimentPictures[]> {
  const pictures: ExperimentPictures[] = [];
  for (const experiment of experiments) {
    pictures.push({
      charts: await comparisonCharts(experiment),
      drawings: drawings(experiment),
    });
  }
  return pictures;
}

const drawings = ({ strategies, axes }: ExperimentComparison): Chart[] =>
  strategies.map((strategy) => ({
    name: `filter-${strategy.name}`,
    caption: `The first filters of ${strategy.name}.`,
    svg: filterDrawing(strategy, axes),
  }));
