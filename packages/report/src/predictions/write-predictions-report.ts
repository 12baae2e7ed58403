import type { PredictionComparison } from '@axiswise/compare';
import { fileNames } from '../file-name.ts';
import { writeReport, type WrittenReport } from '../write-report.ts';
import { predictionCharts } from './predictions-charts.ts';
import { predictionsPage } from './predictions-page.ts';
import { predictionsTables } from './predictions-tables.ts';

/**
 * Writes the report of a comparison of predictions: the page, the charts and the tables.
 *
 * @throws InputError where the file system refuses.
 */
export async function writePredictionsReport(
  folder: string,
  comparison: PredictionComparison,
): Promise<WrittenReport> {
  const charts = predictionCharts(comparison);
  const fileName = fileNames();
  return writeReport(folder, {
    page: predictionsPage(comparison, charts),
    charts: [charts.models, ...charts.differences, ...charts.confusions].map((chart) => ({
      ...chart,
      name: fileName(chart.name),
    })),
    tables: predictionsTables(comparison),
  });
}
