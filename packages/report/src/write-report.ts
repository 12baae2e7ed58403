import path from 'node:path';
import { writeFileAtomically } from '@axiswise/data';
import type { Chart } from './charts/chart.ts';
import { drawPng } from './charts/draw-png.ts';
import type { CsvTable } from './csv.ts';

/** What a report consists of, before it is written. */
export interface ReportParts {
  readonly page: string;
  readonly charts: readonly Chart[];
  readonly tables: readonly CsvTable[];
}

/** Where a report lies. */
export interface WrittenReport {
  /** The page; whoever reads one file reads this. */
  readonly reportPath: string;
  /** Every file, the page first. */
  readonly files: readonly string[];
  /** Why there are no PNG files, where there are none. */
  readonly withoutPng?: string;
}

/**
 * Writes `report.html`, `charts/<name>.svg` and `.png`, and `tables/<name>.csv`, each whole or not at all.
 *
 * A machine for which there is no program to draw PNG gets everything else: hours of training are not to
 * end without a report.
 *
 * @throws DataError where the file system refuses.
 */
export async function writeReport(
  folder: string,
  { page, charts, tables }: ReportParts,
): Promise<WrittenReport> {
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const file = path.join(folder, name);
    await writeFileAtomically(file, content);
    files.push(file);
  };
  await write('report.html', page);
  for (const { name, csv } of tables) await write(path.join('tables', `${name}.csv`), csv);
  let withoutPng: string | undefined;
  for (const { name, svg } of charts) {
    await write(path.join('charts', `${name}.svg`), svg);
    if (withoutPng !== undefined) continue;
    const png = await drawPng(svg).catch((cause: unknown) => {
      withoutPng = `no PNG can be drawn on this machine (${String(cause).split('\n')[0]})`;
      return undefined;
    });
    if (png) await write(path.join('charts', `${name}.png`), png);
  }
  const [reportPath] = files;
  return { reportPath, files, ...(withoutPng !== undefined && { withoutPng }) };
}
