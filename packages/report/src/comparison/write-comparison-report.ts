import type { Comparison } from '@axiswise/compare';
import { fileNames } from '../file-name.ts';
import { writeReport, type WrittenReport } from '../write-report.ts';
import { comparisonPage } from './comparison-page.ts';
import { comparisonPictures } from './comparison-pictures.ts';
import { comparisonTables } from './comparison-tables.ts';

/**
 * Writes a comparison for people: the page, and its charts and tables as files of their own, named
 * `charts/<experiment>-<chart>`.
 *
 * @throws InputError where the file system refuses.
 */
export async function writeComparisonReport(
  folder: string,
  comparison: Comparison,
): Promise<WrittenReport> {
  const pictures = comparisonPictures(comparison);
  const fileName = fileNames();
  return writeReport(folder, {
    page: comparisonPage(comparison, pictures),
    charts: pictures.flatMap(({ charts, drawings }, i) =>
      [...charts, ...drawings].map((chart) => ({
        ...chart,
        name: fileName(`${comparison.experiments[i].experiment}-${chart.name}`),
      })),
    ),
    tables: comparisonTables(comparison),
  });
}
