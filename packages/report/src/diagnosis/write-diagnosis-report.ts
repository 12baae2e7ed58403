import type { Diagnosis } from '@axiswise/experiment';
import { fileNames } from '../file-name.ts';
import { type WrittenReport, writeReport } from '../write-report.ts';
import { diagnosisCharts } from './diagnosis-charts.ts';
import { diagnosisPageOf } from './diagnosis-page.ts';
import { diagnosisTables } from './diagnosis-tables.ts';

/**
 * Writes a diagnosis for people: the page, and its charts and tables as files of their own.
 *
 * @throws DataError where the file system refuses.
 */
export async function writeDiagnosisReport(
  folder: string,
  diagnosis: Diagnosis,
): Promise<WrittenReport> {
  const charts = await diagnosisCharts(diagnosis);
  const fileName = fileNames();
  return writeReport(folder, {
    page: diagnosisPageOf(diagnosis, charts),
    charts: charts.map((chart) => ({ ...chart, name: fileName(chart.name) })),
    tables: diagnosisTables(diagnosis),
  });
}
