import type { Comparison } from '@axiswise/compare';
import { fileNames } from '../file-name.ts';
import { writeReport, type WrittenReport } from '../write-report.ts';
import { comparisonPage } from './comparison-page.ts';
import { comparisonPictures, examplesOf, picturesAsFiles } from './comparison-pictures.ts';
import { comparisonTables } from './comparison-tables.ts';

/**
 * Writes the report of a comparison: the page, the charts as `charts/<experiment>-<chart>`, and the tables.
 *
 * Test examples are drawn where `compare` left their drawings beside the comparison.
 *
 * @throws InputError where the file system refuses.
 */
export async function writeComparisonReport(
  folder: string,
  comparison: Comparison,
): Promise<WrittenReport> {
  const pictures = comparisonPictures(comparison, await examplesOf(comparison));
  const fileName = fileNames();
  return writeReport(folder, {
    page: comparisonPage(comparison, pictures),
    charts: pictures.flatMap((each, i) =>
      picturesAsFiles(each).map((chart) => ({
        ...chart,
        name: fileName(`${comparison.experiments[i].experiment}-${chart.name}`),
      })),
    ),
    tables: comparisonTables(comparison),
  });
}
