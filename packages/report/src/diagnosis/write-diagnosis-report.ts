import type { Diagnosis } from '@axiswise/diagnose';
import { fileNames } from '../file-name.ts';
import { writeReport, type WrittenReport } from '../write-report.ts';
import { agreementTable } from './agreement-table.ts';
import { diagnosesPage } from './diagnoses-page.ts';
import { diagnosisCharts } from './diagnosis-charts.ts';
import { diagnosisPage } from './diagnosis-page.ts';
import { diagnosisTables } from './diagnosis-tables.ts';

/**
 * Writes the report of a diagnosis: the page, the charts and the tables.
 *
 * @throws InputError where the file system refuses.
 */
export async function writeDiagnosisReport(
  folder: string,
  diagnosis: Diagnosis,
): Promise<WrittenReport> {
  const charts = diagnosisCharts(diagnosis);
  const fileName = fileNames();
  return writeReport(folder, {
    page: diagnosisPage(diagnosis, charts),
    charts: charts.map((chart) => ({ ...chart, name: fileName(chart.name) })),
    tables: diagnosisTables(diagnosis),
  });
}

/**
 * Writes the report of several diagnoses together; each has a report of its own as well.
 *
 * @throws InputError where the file system refuses.
 */
export const writeDiagnosesReport = (
  folder: string,
  diagnoses: readonly Diagnosis[],
): Promise<WrittenReport> =>
  writeReport(folder, {
    page: diagnosesPage(diagnoses),
    charts: [],
    tables: [agreementTable(diagnoses)],
  });
