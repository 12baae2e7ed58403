import path from 'node:path';
import { writeFileAtomically } from '@axiswise/files';
import type { Chart } from './chart.ts';
import { drawPng } from './draw-png.ts';
import { csvOf, parquetOf, type Table } from './table.ts';

/** The parts of a report, before it is written. */
export interface ReportParts {
  readonly page: string;
  readonly charts: readonly Chart[];
  readonly tables: readonly Table[];
}

/** Where a report lies. */
export interface WrittenReport {
  /** The page. */
  readonly reportPath: string;
  /** Every file, the page first. */
  readonly files: readonly string[];
  /** The reason where there are no PNG files. */
  readonly withoutPng?: string;
}

/**
 * Writes `report.html`, `charts/<name>.svg` and `.png`, and `tables/<name>.csv` and `.parquet`, each whole
 * or not at all.
 *
 * A machine that cannot draw PNG gets everything else, so that hours of training do not end without a report.
 *
 * @throws InputError where the file system refuses.
 */
export async function writeReport(
  folder: string,
  { page, charts, tables }: ReportParts,
): Promise<WrittenReport> {
  const contents: [name: string, content: string | Uint8Array][] = [['report.html', page]];
  for (const table of tables) {
    contents.push([path.join('tables', `${table.name}.csv`), csvOf(table)]);
    contents.push([path.join('tables', `${table.name}.parquet`), await parquetOf(table)]);
  }
  let withoutPng: string | undefined;
  for (const { name, svg } of charts) {
    contents.push([path.join('charts', `${name}.svg`), svg]);
    if (withoutPng !== undefined) continue;
    try {
      contents.push([path.join('charts', `${name}.png`), await drawPng(svg)]);
    } catch (cause) {
      withoutPng = `no PNG can be drawn on this machine (${String(cause).split('\n')[0]})`;
    }
  }
  // Side by side: every file waits for the disk.
  const files = await Promise.all(
    contents.map(async ([name, content]) => {
      const file = path.join(folder, name);
      await writeFileAtomically(file, content);
      return file;
    }),
  );
  const [reportPath] = files;
  return { reportPath, files, ...(withoutPng !== undefined && { withoutPng }) };
}
