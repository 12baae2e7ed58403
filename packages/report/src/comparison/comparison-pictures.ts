import type { Comparison, ExampleDrawings, ExperimentComparison } from '@axiswise/compare';
import { filterDrawing, svgDocument } from '@axiswise/drawing';
import type { Chart } from '../chart.ts';
import { chartsByPart } from './comparison-charts.ts';
import type { ExperimentPictures } from './experiment-section.ts';

/**
 * Draws the charts and filters of every experiment, in their order.
 *
 * @param examples drawings of test examples for each experiment; by default none.
 */
export const comparisonPictures = (
  { experiments }: Comparison,
  examples: readonly ExampleDrawings[] = [],
): ExperimentPictures[] =>
  experiments.map((experiment, i) => ({
    charts: chartsByPart(experiment),
    drawings: drawings(experiment),
    examples: examples[i] ?? new Map(),
  }));

/** Reads the drawings of test examples that lie beside a comparison. */
export async function examplesOf({ experiments }: Comparison): Promise<ExampleDrawings[]> {
  // Loads an engine, which `--help` of the commands that write reports must not.
  const { readExampleDrawings } = await import('@axiswise/compare');
  return Promise.all(experiments.map(readExampleDrawings));
}

/** The files of one experiment's pictures, in the order of the page. */
export const picturesAsFiles = ({ charts, drawings, examples }: ExperimentPictures): Chart[] => [
  ...Object.values(charts).flat(),
  ...drawings,
  ...[...examples].map(([index, drawing]) => ({
    name: `example-${index}`,
    caption: `Test example ${index}.`,
    svg: svgDocument(drawing, `Test example ${index}`),
  })),
];

const drawings = ({ strategies, axes }: ExperimentComparison): Chart[] =>
  strategies.map((strategy) => ({
    name: `filter-${strategy.name}`,
    caption: `The filters of ${strategy.name}.`,
    svg: filterDrawing(strategy, axes),
  }));
