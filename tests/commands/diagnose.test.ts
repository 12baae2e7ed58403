import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ComparedStrategy, Comparison } from '@axiswise/compare';
import type { Agreement, Diagnosis } from '@axiswise/diagnose';
import { describe, expect, it } from 'vitest';
import { answerOf, axiswise, temporaryFolder } from './axiswise.ts';

type Answer = Diagnosis & { readonly reportPath: string };

/** So little that its answers mean nothing, in seconds. */
const small = [
  ...['--data-options', 'train=150', 'test=20', '--seeds', '1', '--epochs', '1'],
  ...['--train-examples', '40', '--test-examples', '40'],
];

const overSeeds = (mean: number) => ({
  ...{ mean, low: mean - 0.01, high: mean + 0.01 },
  values: [mean - 0.01, mean, mean + 0.01],
});
const strategy = (name: string, width: 'slide' | 'span', accuracy: number): ComparedStrategy => ({
  name,
  filter: Object.entries({ height: 'slide', width } as const).map(([axis, move]) => ({
    ...{ axis, move, length: 28, stride: 1, pool: 1 },
    kernelSize: move === 'slide' ? 3 : 28,
  })),
  weightSharing: 'full',
  expectation: null,
  against: [],
  ...{ parameters: 1000, macs: 1000, widthMultiplier: 1, sizeRatio: 1 },
  accuracy: overSeeds(accuracy),
  loss: overSeeds(1 - accuracy),
  confusion: null,
  learningCurve: [],
  shifts: [],
  seconds: 1,
});

/** What a comparison of the digits might have found: spanning the width is better. */
const comparison: Comparison = {
  format: 1,
  command: 'axiswise compare images',
  createdAt: '2026-01-01',
  environment: {
    ...{ node: '20.0.0', platform: 'linux x64', cpu: 'any', cores: 2 },
    backend: { name: 'wasm', version: '4.22.0', threads: 1, flags: {} },
  },
  experiments: [
    {
      ...{ experiment: 'images', title: 'Digits', data: 'digits', backend: 'wasm' },
      axes: [],
      seeds: [0, 1, 2],
      options: {},
      ...{ epochs: 4, batchSize: 32, trainExamples: 7600, testExamples: 2000 },
      classes: [],
      budget: { of: 'parameters', reference: 'slide-both', size: 1000 },
      strategies: [strategy('slide-both', 'slide', 0.95), strategy('slide-height', 'span', 0.97)],
      pairs: [
        {
          ...{ a: 'slide-height', b: 'slide-both' },
          ...{ difference: 0.02, low: 0.01, high: 0.03, p: 0.01, pHolm: 0.01, effectSize: 2 },
          ...{ seeds: 3, verdict: 'slide-height is better than slide-both' },
        },
      ],
      claims: [],
      failures: [],
      seconds: 1,
      runDir: 'runs/images/compare-digits',
    },
  ],
  runDir: 'runs/images/compare-digits',
};

function writeComparison(): string {
  const folder = path.join(temporaryFolder(), 'comparison');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'comparison.json'), JSON.stringify(comparison));
  return folder;
}

const slidingAlong = ({ agreement }: Answer, axis: string): Agreement =>
  agreement.find((each) => each.axis === axis && each.question === 'slide')!;

describe('diagnose', () => {
  it('sets one experiment beside a comparison', async () => {
    const against = writeComparison();
    const runDir = path.join(temporaryFolder(), 'diagnosis');
    const words = ['diagnose', 'images', ...small, '--against', against, '--run-dir', runDir];
    const answer = await answerOf<Answer>(words);
    expect(answer).toMatchObject({
      experiment: 'images',
      comparison: { path: path.join(against, 'comparison.json'), seeds: 3 },
      reportPath: path.join(runDir, 'report.html'),
    });
    expect(answer.axes.map(({ axis }) => axis)).toEqual(['height', 'width']);
    expect(slidingAlong(answer, 'width')).toMatchObject({
      declared: true,
      measured: [
        { does: 'slide-both', doesNot: 'slide-height', difference: -0.02, low: -0.03, high: -0.01 },
      ],
      found: 'no',
    });
    expect(slidingAlong(answer, 'height')).toMatchObject({ measured: [], withComparison: null });
    expect(existsSync(path.join(runDir, 'tables/agreement.csv'))).toBe(true);
  }, 60_000);

  it('answers several experiments beside each other', async () => {
    const cwd = temporaryFolder();
    const words = ['diagnose', 'images', 'sentences', ...small];
    const { experiments, reportPath } = await answerOf<{
      experiments: Answer[];
      reportPath: string;
    }>(words, { cwd });
    expect(experiments.map(({ experiment }) => experiment)).toEqual(['images', 'sentences']);
    expect(reportPath).toBe(path.join('runs', 'diagnose', 'report.html'));
    for (const file of [reportPath, ...experiments.map((each) => each.reportPath)]) {
      expect(existsSync(path.join(cwd, file)), file).toBe(true);
    }
    expect(experiments[0]).toMatchObject({ comparison: null });
    expect(experiments.flatMap(({ agreement }) => agreement)).toHaveLength(2 * 2 * 2);
  }, 60_000);

  it('says in a sentence what it cannot set beside or together, before it trains', async () => {
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
  }, 60_000);
});
