import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { InputError } from '@axiswise/messages';
import { writePredictions } from '@axiswise/predictions';
import { Random } from '@axiswise/random';
import {
  metrics,
  metricScores,
  pairedDifference,
  permutationTest,
  scoreInterval,
  simulatePredictions,
  subtractScores,
} from '@axiswise/statistics';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { comparePredictions, type ComparePredictionsOptions } from './compare-predictions.ts';
import type { PredictionComparison } from './prediction-comparison.ts';

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../../tests/golden/predictions/${name}`, import.meta.url));

/** Compares files of the given contents. */
async function compared(
  contents: Readonly<Record<string, string>>,
  options: ComparePredictionsOptions = {},
): Promise<PredictionComparison> {
  const folder = temporaryFolder();
  const files = Object.entries(contents).map(([name, content]) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  });
  return comparePredictions(files, { runDir: path.join(folder, 'result'), ...options });
}

/** Rows of a model and seed: what it predicts for examples of the labels a, a, b, b. */
const rowsOf = (model: string, seed: number, predicted: string): string =>
  [...'aabb'].map((label, i) => `${model},${seed},${i},${label},${predicted[i]}\n`).join('');
const header = 'model,seed,example,label,prediction\n';

describe('comparePredictions', () => {
  it('gives what can be computed by hand', async () => {
    const result = await compared({
      'a.csv': header + rowsOf('slide', 0, 'aabb') + rowsOf('slide', 1, 'abbb'),
      'b.csv': header + rowsOf('span', 0, 'abab') + rowsOf('span', 1, 'aaab'),
    });
    expect(result).toMatchObject({ seeds: [0, 1], testExamples: 4, classes: ['a', 'b'] });
    expect(result.testGroups).toBeNull();
    const [slide, span] = result.models;
    expect(slide.accuracy).toMatchObject({ mean: 0.875, values: [1, 0.75] });
    expect(span.accuracy).toMatchObject({ mean: 0.625, values: [0.5, 0.75] });
    expect(slide.confusion).toEqual([
      [3, 1],
      [0, 4],
    ]);
    expect(span.perClass![0]).toMatchObject({ class: 'a', examples: 2 });
    // Of a: 1 of 2 predictions and 1 of 2 labels, then 2 of 3 and 2 of 2.
    expect(span.perClass![0].precision.mean).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(span.perClass![0].recall.mean).toBeCloseTo((1 / 2 + 1) / 2, 12);
    // Without probabilities there are the metrics of predictions.
    expect(Object.keys(slide.metrics)).toEqual(['balancedAccuracy', 'f1Macro']);
    expect(slide.metrics['balancedAccuracy'].mean).toBeCloseTo(0.875, 12);
    // F1 of a and of b: with the second seed 2/3 and 4/5.
    expect(slide.metrics['f1Macro'].mean).toBeCloseTo((1 + (2 / 3 + 4 / 5) / 2) / 2, 12);
    expect(result.pairs).toHaveLength(1);
    expect(result.pairs[0]).toMatchObject({ a: 'slide', b: 'span', difference: 0.25, seeds: 2 });
    expect(result.pairs[0].verdict).toMatch(/^no difference shown between slide and span with 2/);
  });

  it('names classes that a model never predicts', async () => {
    const { models } = await compared({
      'a.csv': header + rowsOf('slide', 0, 'aabb') + rowsOf('constant', 0, 'aaaa'),
    });
    expect(models.map(({ neverPredicted }) => neverPredicted)).toEqual([[], ['b']]);
  });

  it('agrees with scikit-learn', async () => {
    const { models } = await comparePredictions(
      [golden('scikit-learn.csv'), golden('nearest.csv')],
      { runDir: temporaryFolder() },
    );
    const scores = JSON.parse(readFileSync(golden('scores.json'), 'utf8')) as {
      readonly model: string;
      readonly seed: number;
      readonly confusion: number[][];
      readonly [score: string]: unknown;
    }[];
    for (const model of models) {
      const own = scores.filter(({ model: name }) => name === model.name);
      expect(model.seeds).toEqual(own.map(({ seed }) => seed));
      own.forEach((score, seed) => {
        expect(model.accuracy.values[seed]).toBeCloseTo(score['accuracy'] as number, 12);
        for (const name of ['balancedAccuracy', 'f1Macro', 'logLoss']) {
          if (score[name] === undefined) continue;
          const digits = name === 'logLoss' ? 5 : 12;
          expect(model.metrics[name].values[seed]).toBeCloseTo(score[name] as number, digits);
        }
        for (const name of ['precision', 'recall', 'f1'] as const) {
          const ofClasses = model.perClass!.map((each) => each[name].values[seed]);
          (score[name] as number[]).forEach((value, c) =>
            expect(ofClasses[c]).toBeCloseTo(value, 12),
          );
        }
      });
      const sums = own[0].confusion.map((row, i) =>
        row.map((_, j) => own.reduce((sum, { confusion }) => sum + confusion[i][j], 0)),
      );
      expect(model.confusion).toEqual(sums);
    }
  });

  it('compares PyTorch with scikit-learn, over the seeds that both have', async () => {
    const files = ['pytorch.csv', 'scikit-learn.csv', 'nearest.csv'].map(golden);
    const { models, pairs, testGroups, seeds } = await comparePredictions(files, {
      runDir: temporaryFolder(),
    });
    expect(testGroups).toEqual({ of: 'batch', count: 20 });
    expect(seeds).toEqual([0, 1, 2]);
    // Counted from the file by other means.
    const [columns, ...rows] = readFileSync(files[0], 'utf8').trim().split('\n');
    const classes = columns.split(',').slice(5);
    const right = rows.filter((row) => {
      const [, , , , label, ...probabilities] = row.split(',');
      const best = probabilities.indexOf(String(Math.max(...probabilities.map(Number))));
      return classes[best] === `probability:${label}`;
    });
    expect(models[0].accuracy.mean).toBeCloseTo(right.length / rows.length, 12);
    expect(models[2]).toMatchObject({ name: 'nearest', seeds: [0] });
    expect(models[2].accuracy.values.slice(1)).toEqual([null, null]);
    expect(pairs.map(({ a, b, seeds }) => [a, b, seeds])).toEqual([
      ['cnn', 'forest', 3],
      ['cnn', 'nearest', 1],
      ['forest', 'nearest', 1],
    ]);
    expect(Object.keys(pairs[0].metrics!)).toContain('logLoss');
    // Only the predictions of the nearest neighbour are known.
    expect(Object.keys(pairs[1].metrics!)).toEqual(['balancedAccuracy', 'f1Macro']);
  });

  it('gives of a file what the arrays in memory give, with groups', async () => {
    const { a, b, groups } = simulatePredictions(new Random(1, 'file'), {
      seeds: 3,
      examples: 120,
      classShares: [3, 2, 1],
      groupSize: 10,
      groupInteractionDeviation: 1,
    });
    const folder = temporaryFolder();
    const files: string[] = [];
    for (const [model, { labels, probabilities }] of Object.entries({ a, b })) {
      for (const [seed, ofSeed] of probabilities.entries()) {
        files.push(path.join(folder, `${model}-${seed}.csv`));
        await writePredictions(files.at(-1)!, {
          model,
          seed,
          classes: ['x', 'y', 'z'],
          labels,
          probabilities: ofSeed,
          exampleName: String,
          groups: { of: 'speaker', groupName: (i) => `s${groups[i]}` },
        });
      }
    }
    const { pairs, testGroups } = await comparePredictions(files, { runDir: folder });
    expect(testGroups).toEqual({ of: 'speaker', count: 12 });
    const [pair] = pairs;
    const scores = [a, b].map((each) => metricScores(metrics.accuracy, each));
    expect(pair).toMatchObject({ ...pairedDifference(scores[0], scores[1], { groups }) });
    expect(pair.warning).toEqual({ kind: 'few groups', groups: 12, enough: 20 });
    expect(pair.p).toBe(permutationTest(scores[0], scores[1], { groups }));
    const losses = [a, b].map((each) => metricScores(metrics.logLoss, each));
    const { difference } = pairedDifference(losses[0], losses[1], { groups });
    expect(pair.metrics!['logLoss'].difference).toBeCloseTo(difference, 5);
  });

  it('says of a single seed what the examples allow', async () => {
    const { pairs } = await compared({
      'a.csv': header + rowsOf('slide', 0, 'aabb') + rowsOf('span', 0, 'abab'),
    });
    const { low, high } = scoreInterval(subtractScores([[1, 1, 1, 1]], [[1, 0, 0, 1]]));
    expect(pairs[0]).toMatchObject({ low: null, p: null, overExamples: { low, high } });
    expect(pairs[0].verdict).toMatch(
      /^one seed shows nothing of slide and span .* 50.00 points between these two models, 95 % interval over test examples/,
    );
  });

  it('compares the others with a reference alone, by the metric that is asked for', async () => {
    const files = ['scikit-learn.csv', 'pytorch.csv'].map(golden);
    const options = { runDir: temporaryFolder(), metric: 'expectedCalibrationError' };
    const { pairs, metric } = await comparePredictions(files, options);
    expect(metric).toBe('expectedCalibrationError');
    expect(pairs[0].metrics!['expectedCalibrationError'].verdict).toMatch(
      /^cnn has a lower expected calibration error than forest by \d+\.\d+ points \(95 % interval/,
    );
    const text = header + ['x', 'y', 'z'].map((name) => rowsOf(name, 0, 'aabb')).join('');
    const few = await compared({ 'a.csv': text }, { reference: 'y' });
    expect(few.reference).toBe('y');
    expect(few.pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['x y', 'y z']);
  });

  it('writes what it returns, whole', async () => {
    const folder = temporaryFolder();
    const result = await comparePredictions([golden('scikit-learn.csv'), golden('nearest.csv')], {
      runDir: folder,
    });
    const file = path.join(folder, 'prediction-comparison.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(result)));
  });
});

const two = header + rowsOf('slide', 0, 'aabb') + rowsOf('span', 0, 'abab');

test.each<[what: string, csv: string, options: ComparePredictionsOptions, sentence: string]>([
  [
    'one model',
    header + rowsOf('slide', 0, 'aabb'),
    {},
    'at least two models must be compared, but the files hold one, "slide"; add the predictions of another, or ' +
      'name the models differently in the column "model"',
  ],
  [
    'one example',
    `${header}m,0,1,a,b\nn,0,1,a,a\n`,
    {},
    'the models must be scored on at least two examples, got 1',
  ],
  [
    'one class',
    `${header}m,0,1,a,a\nm,0,2,a,a\nn,0,1,a,a\nn,0,2,a,a\n`,
    {},
    'there must be at least two classes, but all labels and predictions are "a"',
  ],
  [
    'no seed in common',
    header + rowsOf('slide', 0, 'aabb') + rowsOf('span', 1, 'abab') + rowsOf('span', 2, 'abab'),
    {},
    'no two models that are to be compared have a seed in common: "slide" has 0 and "span" has 1, 2; number ' +
      'the seeds of all models alike',
  ],
  [
    'a reference that is no model',
    two,
    { reference: 'slid' },
    'there is no model "slid"; did you mean "slide"? (model: slide, span)',
  ],
  [
    'an unknown metric',
    two,
    { metric: 'f1' },
    'there is no metric "f1" (metric: accuracy, balancedAccuracy, f1Macro, logLoss, expectedCalibrationError)',
  ],
  [
    'a metric that needs probabilities',
    two,
    { metric: 'logLoss' },
    'logLoss needs probabilities, but the files give only the predictions of "slide" and "span"; add them, or ' +
      'choose another metric',
  ],
])('%s is refused in one sentence', async (_, csv, options, sentence) => {
  const error: unknown = await compared({ 'a.csv': csv }, options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toBe(sentence);
});
