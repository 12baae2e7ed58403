import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

const golden = (name: string): string =>
  fileURLToPath(new URL(`../golden/predictions/${name}`, import.meta.url));
const [pytorch, forest, nearest] = ['pytorch.csv', 'scikit-learn.csv', 'nearest.csv'].map(golden);

interface Result {
  readonly reportPath: string;
  readonly metric: string;
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly difference: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly p: number | null;
    readonly pHolm: number | null;
    readonly metrics: Readonly<Record<string, { readonly verdict?: string }>>;
  }[];
}

describe('compare-predictions', () => {
  it('compares models of PyTorch and scikit-learn, and writes a report', async () => {
    const folder = path.join(temporaryFolder(), 'out');
    const words = ['compare-predictions', pytorch, forest, nearest, '--out', folder, '--json'];
    const result = await resultOf<Result>(words);
    expect(result.pairs).toHaveLength(3);
    const [pair] = result.pairs;
    expect([pair.a, pair.b]).toEqual(['cnn', 'forest']);
    expect(pair.low!).toBeLessThan(pair.difference);
    expect(pair.high!).toBeGreaterThan(pair.difference);
    expect(pair.pHolm).toBe(pair.p);
    expect(result.reportPath).toBe(path.join(folder, 'report.html'));
    expect(readFileSync(result.reportPath, 'utf8')).toContain('Which model predicts better?');
    for (const file of ['prediction-comparison.json', 'tables/pairs.csv', 'charts/models.svg']) {
      expect(existsSync(path.join(folder, file)), file).toBe(true);
    }
  });

  it('speaks of the metric and the reference that are asked for', async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await axiswise([
      ...['compare-predictions', pytorch, forest, '--out', folder],
      ...['--metric', 'expectedCalibrationError', '--reference', 'forest'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('Of 2 models, cnn has the lowest mean expected calibration error');
    expect(stdout).toMatch(
      /Compared with forest\n {2}cnn has a lower expected calibration error than forest by/,
    );
  });

  it('ends with one sentence and leaves nothing where a file is wrong', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'a.csv');
    writeFileSync(file, 'model,example,label,prediction\nm,1,a,a\nm,1,a,a\n');
    const out = path.join(folder, 'out');
    const { code, stdout, stderr } = await axiswise(['compare-predictions', file, '--out', out]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `axiswise: ${file}, line 3: example "1" comes twice for model "m", seed 0; it came first in ${file}, line 2\n`,
    });
    expect(existsSync(out)).toBe(false);
  });
});
