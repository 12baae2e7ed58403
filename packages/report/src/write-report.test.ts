import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  boardComparison,
  comparison,
  fullComparison,
  fullExamples,
  only,
} from './fixtures/comparison.ts';
import { diagnosis } from './fixtures/diagnosis.ts';
import { hostileComparison } from './fixtures/hostile.ts';
import { parseCsv } from './fixtures/parse-csv.ts';
import { readPng } from './fixtures/read-png.ts';
import { writeComparisonReport } from './comparison/write-comparison-report.ts';
import { writeDiagnosisReport } from './diagnosis/write-diagnosis-report.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-report-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const listed = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

describe('writeComparisonReport', () => {
  it('writes the page, every chart twice and every table, and says so', async () => {
    const { reportPath, files, withoutPng } = await writeComparisonReport(folder, comparison);
    expect(reportPath).toBe(path.join(folder, 'report.html'));
    expect(withoutPng).toBeUndefined();
    expect([...files].sort()).toEqual(await listed());
    const names = files.map((file) => path.relative(folder, file));
    expect(names).toEqual(
      expect.arrayContaining([
        'charts/images-accuracy.svg',
        'charts/images-accuracy.png',
        'charts/images-confusion-slide-both.svg',
        'charts/images-filter-slide-both.png',
        'charts/board-shift-row.svg',
        'tables/strategies.csv',
        'tables/pairs.csv',
      ]),
    );
    for (const file of files.filter((each) => each.endsWith('.png'))) {
      expect(readPng(await readFile(file)).differentBytes).toBeGreaterThan(20);
    }
    for (const file of files.filter((each) => each.endsWith('.csv'))) {
      const rows = parseCsv(await readFile(file, 'utf8'));
      expect(new Set(rows.map((row) => row.length)).size, file).toBe(1);
      const [header, ...body] = rows;
      const parquet = new Uint8Array(await readFile(file.replace(/csv$/, 'parquet'))).buffer;
      const objects = await parquetReadObjects({ file: parquet });
      expect(
        parquetMetadata(parquet)
          .schema.slice(1)
          .map(({ name }) => name),
      ).toEqual(header);
      const texts = objects.map((object) => header.map((name) => String(object[name] ?? '')));
      expect(texts, file).toEqual(body);
    }
    const trials = await readFile(path.join(folder, 'tables', 'trials.parquet'));
    const { schema } = parquetMetadata(new Uint8Array(trials).buffer);
    expect(Object.fromEntries(schema.slice(1).map(({ name, type }) => [name, type]))).toEqual({
      ...{ experiment: 'BYTE_ARRAY', data: 'BYTE_ARRAY', strategy: 'BYTE_ARRAY' },
      ...{ train_examples: 'INT64', seed: 'INT64', accuracy: 'DOUBLE', loss: 'DOUBLE' },
    });
  });

  it('keeps names of strategies inside its folder', async () => {
    const { files } = await writeComparisonReport(folder, hostileComparison);
    expect([...files].sort()).toEqual(await listed());
    expect(files.map((file) => path.basename(file))).toContain(
      'images-filter-b-a-b-c-b-script.svg',
    );
  });

  it('draws the examples whose drawings lie beside the comparison', async () => {
    const examples = [...fullExamples].map(([index, drawing]) => ({ index, drawing }));
    await writeFile(path.join(folder, 'examples.json'), JSON.stringify({ format: 1, examples }));
    const beside = only({ ...fullComparison, runDir: folder });
    const { files, reportPath } = await writeComparisonReport(path.join(folder, 'report'), beside);
    const [{ index, drawing }] = examples;
    expect(files.map((file) => path.basename(file))).toContain(`images-example-${index}.png`);
    expect(await readFile(reportPath, 'utf8')).toContain(drawing.svg);
  });

  it('says in one sentence where it cannot write', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    await expect(writeComparisonReport(file, only(boardComparison))).rejects.toThrow(/a-file/);
    expect((await stat(file)).size).toBe(0);
  });
});

describe('writeDiagnosisReport', () => {
  it('writes the page, the charts and the tables', async () => {
    const { reportPath, files } = await writeDiagnosisReport(folder, diagnosis);
    expect(await readFile(reportPath, 'utf8')).toContain('</html>');
    expect([...files].sort()).toEqual(await listed());
    expect(files.map((file) => path.relative(folder, file))).toEqual(
      expect.arrayContaining([
        'charts/classifiers.svg',
        'charts/differences-frequency.png',
        'charts/accuracies-frequency.svg',
        'tables/verdicts.csv',
        'tables/evidence.csv',
        'tables/classifiers.csv',
      ]),
    );
  });
});
