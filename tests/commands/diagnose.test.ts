import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Agreement, type Diagnosis, readDiagnosis } from '@axiswise/diagnose';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

type Result = Diagnosis & { readonly reportPath: string };

/** So little that its verdicts mean nothing, in seconds. */
const small = [
  ...['--data-options', 'train=150', 'test=20', '--seeds', '1', '--epochs', '1'],
  ...['--train-examples', '40', '--test-examples', '40', '--tune', '0', '--jobs', '1'],
];

/** Writes the comparison of the digits that docs/comparisons.md publishes as `compare` wrote it. */
function writeComparison(): string {
  const published = path.resolve('benchmarks/results/images-digits-2500.comparison.json');
  const { experiment, ...facts } = JSON.parse(readFileSync(published, 'utf8')) as {
    experiment: object;
  };
  const folder = path.join(temporaryFolder(), 'comparison');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'comparison.json'),
    JSON.stringify({
      ...{ format: 1, createdAt: '2026-01-01', runDir: folder },
      ...facts,
      experiments: [experiment],
    }),
  );
  return folder;
}

const slidingAlong = ({ agreement }: Result, axis: string): Agreement =>
  agreement.find((each) => each.axis === axis && each.question === 'slide')!;

describe('diagnose', () => {
  it('compares its verdicts with a comparison', async () => {
    const against = writeComparison();
    const runDir = path.join(temporaryFolder(), 'diagnosis');
    const words = ['diagnose', 'images', ...small, '--against', against, '--run-dir', runDir];
    const result = await resultOf<Result>(words);
    expect(result).toMatchObject({
      experiment: 'images',
      comparison: { path: path.join(against, 'comparison.json'), seeds: 5 },
      reportPath: path.join(runDir, 'report.html'),
    });
    expect(result.axes.map(({ axis }) => axis)).toEqual(['height', 'width']);
    const { declared, measured, found } = slidingAlong(result, 'height');
    expect(declared).toBe(true);
    expect(measured.map(({ does, doesNot }) => `${does} − ${doesNot}`)).toEqual([
      'slide-both − slide-width',
      'slide-height − span-both',
    ]);
    expect(measured.every(({ alsoSubsamples }) => alsoSubsamples)).toBe(true);
    // The test of the first pair does not show it, corrected for all pairs; that of the second one does.
    expect(measured.map(({ pHolm }) => pHolm! < 0.05)).toEqual([false, true]);
    expect(found).toBe('yes');
    expect(existsSync(path.join(runDir, 'tables/agreement.csv'))).toBe(true);
    // What was written is read back by its schema.
    const { axes, agreement } = (await readDiagnosis(runDir))!;
    expect({ axes, agreement }).toEqual({ axes: result.axes, agreement: result.agreement });
  });

  it('finds by itself what compare wrote for the same file', async () => {
    const cwd = temporaryFolder();
    const lines = Array.from(
      { length: 160 },
      (_, i) => `${i % 2 ? 'good\tfine' : 'bad\tdull'} film ${i}`,
    );
    writeFileSync(path.join(cwd, 'mine.tsv'), `${lines.join('\n')}\n`);
    const data = ['sentences', '--data', 'mine.tsv', '--seeds', '1', '--epochs', '1'];
    const compared = [
      '--strategies',
      'slide-time',
      '--width',
      '20',
      '--filters',
      '4',
      '--jobs',
      '1',
    ];
    await resultOf(['compare', ...data, ...compared], { cwd });
    const ofMine = [
      '--train-examples',
      '20',
      '--test-examples',
      '20',
      '--tune',
      '0',
      '--jobs',
      '1',
    ];
    const { comparison } = await resultOf<Result>(['diagnose', ...data, ...ofMine], { cwd });
    expect(comparison?.path).toBe(path.join('runs/sentences/compare-mine/comparison.json'));
  });

  it('diagnoses several experiments beside each other', async () => {
    const cwd = temporaryFolder();
    const words = ['diagnose', 'images', 'sentences', ...small];
    const { experiments, reportPath } = await resultOf<{
      experiments: Result[];
      reportPath: string;
    }>(words, { cwd });
    expect(experiments.map(({ experiment }) => experiment)).toEqual(['images', 'sentences']);
    expect(reportPath).toBe(path.join('runs', 'diagnose', 'report.html'));
    for (const file of [reportPath, ...experiments.map((each) => each.reportPath)]) {
      expect(existsSync(path.join(cwd, file)), file).toBe(true);
    }
    expect(experiments[0]).toMatchObject({ comparison: null });
    expect(experiments.flatMap(({ agreement }) => agreement)).toHaveLength(2 * 2 * 2);
  });

  it('refuses in one sentence what it cannot compare with, before it trains', async () => {
    const failure = async (...words: string[]) => {
      const { code, stderr } = await axiswise(['diagnose', ...words]);
      expect(code).toBe(2);
      return stderr;
    };
    const against = writeComparison();
    expect(await failure('sentences', '--against', against)).toMatch(
      /comparison.json compares images, but sentences is diagnosed/,
    );
    expect(await failure('images', '--against', path.join(against, 'none'))).toMatch(
      /there is no comparison at .*none; --against takes the folder of a finished comparison/,
    );
    expect(await failure('images', 'board', '--data', 'digits')).toMatch(
      /--data belongs to one experiment, but 2 are diagnosed; name one/,
    );
    expect(await failure('all', 'board')).toMatch(/"all" stands alone/);
  });
});
