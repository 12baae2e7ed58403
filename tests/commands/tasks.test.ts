import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePng } from '@axiswise/image';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import type { Report } from './small-comparison.ts';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
/** A linear network on few pictures. */
const small = (name: string, ...more: string[]): string[] => [
  ...['train', 'images', '--strategy', 'linear', '--backend', 'wasm', '--workers', '1'],
  ...['--data-options', 'train=80', 'test=20', '--epochs', '2', '--run-dir', at(name), ...more],
];

interface Result {
  readonly test: Readonly<Record<string, number>>;
  readonly weightsSha256: string;
}

interface RunRecord {
  readonly configuration: Readonly<Record<string, unknown>> & {
    readonly training: Readonly<Record<string, unknown>>;
  };
}
const recordOf = (name: string): RunRecord =>
  JSON.parse(readFileSync(at(path.join(name, 'run.json')), 'utf8')) as RunRecord;

describe('a classification', () => {
  it('weights its classes and smooths its labels, and records both', async () => {
    const plain = await resultOf<Result>(small('plain'));
    const weighted = await resultOf<Result>(
      small('weighted', '--class-weights', '3=2,8=0.5', '--label-smoothing', '0.1'),
    );
    expect(weighted.weightsSha256).not.toBe(plain.weightsSha256);
    expect(recordOf('plain').configuration['task']).toBeUndefined();
    const { task, training } = recordOf('weighted').configuration;
    expect(task).toEqual({
      kind: 'classification',
      facts: { classWeights: [1, 1, 1, 2, 1, 1, 1, 1, 0.5, 1] },
    });
    expect(training).toMatchObject({
      loss: { labelSmoothing: 0.1 },
      classWeights: { 3: 2, 8: 0.5 },
    });
  });

  it('learns the same but for rounding with two workers, weights included', async () => {
    const words = ['--class-weights', '3=9,4=0.1'];
    const alone = await resultOf<Result>(small('one', ...words));
    const together = await resultOf<Result>([...small('two', ...words), '--workers', '2']);
    expect(together.test['loss']).toBeCloseTo(alone.test['loss'], 4);
  });

  it.each([
    [['--class-weights', 'three=2'], 'the class weights name "three", but there is no such class'],
    [['--class-weights', '3=0'], '--class-weights must be balanced or class=weight'],
    [['--class-weights', '3'], '--class-weights must be balanced or class=weight'],
    [['--label-smoothing', '1'], 'must be a number from 0 to below 1, got 1'],
    [['--loss', 'huber'], 'the loss "huber" is for the task regression'],
    [['--loss', 'huberr'], 'did you mean "huber"?'],
  ])('refuses %j before there is a run', async (words, message) => {
    const { code, stderr } = await axiswise(small('refused', ...words));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at('refused'))).toBe(false);
  });
});

describe('a regression', () => {
  const slants = ['--data', 'digit-slants'];

  it('is trained, evaluated and predicted in the unit of its targets', async () => {
    const result = await resultOf<Result & { readonly confusion: null }>(
      small('slants', ...slants),
    );
    expect(Object.keys(result.test)).toEqual(['rmse', 'mae', 'r2', 'loss']);
    expect(result.confusion).toBeNull();
    expect(result.test['loss']).toBeCloseTo(result.test['rmse'] ** 2, 6);
    expect(result).toMatchObject({ classes: [], targets: { names: ['slant'], units: ['°'] } });

    const file = at('slants.csv');
    const words = ['evaluate', at('slants'), '--backend', 'wasm', '--predictions', file];
    const { code, stdout } = await axiswise(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/test RMSE {6}\d+\.\d{4}° of 20 examples \(MAE \d+\.\d{4}°, R² /);
    const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(header).toBe('model,seed,example,target:slant,prediction:slant');
    const errors = rows.map((row) => {
      const [, , , target, prediction] = row.split(',').map(Number);
      return (prediction - target) ** 2;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(mean).toBeCloseTo(result.test['loss'], 3);
    expect(readFileSync(path.join(at('slants'), 'test-predictions.csv'), 'utf8')).toBe(
      readFileSync(file, 'utf8'),
    );
  });

  it('is read again where it is finished', async () => {
    const words = small('resumed', ...slants, '--resume');
    const first = await resultOf<Result>(words);
    expect(await resultOf<Result>(words)).toEqual(first);
  });

  it('predicts several numbers, fold by fold', async () => {
    const result = await resultOf<Readonly<Record<string, unknown>>>([
      ...['cross-validate', 'images', '--strategy', 'linear', '--data', 'digit-strokes'],
      ...['--data-options', 'train=80', 'test=20', '--epochs', '1', '--folds', '1,2'],
      ...['--backend', 'wasm', '--run-dir', at('folds')],
    ]);
    expect(result).toMatchObject({ testExamples: 40, headline: { metric: 'rmse' } });
    expect(result['accuracy']).toBeUndefined();
  });

  it('reads numbers from JSON lines, and predicts what it is given', async () => {
    const file = at('levels.jsonl');
    const line = (target: number): string =>
      JSON.stringify({ target: { level: target }, input: levels(target) });
    writeFileSync(file, Array.from({ length: 60 }, (_, i) => line(i)).join('\n'));
    const words = ['motion', '--strategy', 'linear', '--backend', 'wasm', '--workers', '1'];
    const { test } = await resultOf<Result>([
      ...['train', ...words, '--data', file, '--run-dir', at('levels')],
      ...['--epochs', '40', '--batch-size', '8', '--learning-rate', '0.02', '--best-by', 'r2'],
    ]);
    expect(test['r2']).toBeGreaterThan(0.9);
    const one = at('one.jsonl');
    writeFileSync(one, JSON.stringify({ input: levels(30) }));
    const { predictions } = await resultOf<{
      readonly predictions: readonly { readonly values: { readonly level: number } }[];
    }>(['predict', at('levels'), one, '--backend', 'wasm']);
    expect(Math.abs(predictions[0].values.level - 30)).toBeLessThan(10);
  });

  it('reads pictures and numbers from a table, and scores and predicts others', async () => {
    const shape = { height: 4, width: 4, channels: 1 };
    const rows: string[] = [];
    for (let i = 0; i < 40; i++) {
      await writePng(at(`grey-${i}.png`), { pixels: new Uint8Array(16).fill(6 * i), ...shape });
      rows.push(`grey-${i}.png,${i % 5 ? 'train' : 'test'},${6 * i}`);
    }
    const file = at('greys.csv');
    writeFileSync(file, ['file,split,grey (lx)', ...rows].join('\n'));
    const run = at('greys');
    const { test } = await resultOf<Result>([
      ...['train', 'images', '--data', file, '--strategy', 'linear', '--epochs', '60'],
      ...['--batch-size', '8', '--learning-rate', '0.02', '--backend', 'wasm', '--workers', '1'],
      ...['--run-dir', run],
    ]);
    expect(test['r2']).toBeGreaterThan(0.8);
    const { stdout } = await axiswise(['evaluate', run, '--data', file, '--backend', 'wasm']);
    expect(stdout).toMatch(/test RMSE {6}\d+\.\d{4} lx of 8 examples/);
    const predicted = await axiswise(['predict', run, at('grey-20.png'), '--backend', 'wasm']);
    expect(predicted.stdout).toMatch(/grey-20\.png +\d+(\.\d+)? lx/);
  });

  it.each([
    [['--class-weights', 'balanced'], 'has no classes to weight'],
    [['--label-smoothing', '0.1'], 'has no settings'],
    [['--best-by', 'accuracy'], 'is none of regression'],
    [['--loss', 'crossEntropy'], 'is for the task classification'],
  ])('refuses %j before there is a run', async (words, message) => {
    const { code, stderr } = await axiswise(small('refused', ...slants, ...words));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('is compared by the squared error of each example, in the unit of its targets', async () => {
    const words = [
      ...[
        'compare',
        'images',
        '--strategies',
        'span-both,linear',
        ...slants,
        '--run-dir',
        at('all'),
      ],
      ...['--data-options', 'train=80', 'test=20', '--batch-size', '16', '--epochs', '2'],
      ...['--tune', '2', '--seeds', '2', '--jobs', '2', '--backend', 'wasm'],
    ];
    const { experiments, reportPath } = await resultOf<Report>(words);
    const [{ task, strategies, pairs, tuning, classes }] = experiments;
    expect(classes).toEqual([]);
    expect(tuning).toMatchObject({ metric: 'loss', better: 'lower' });
    expect(task).toMatchObject({
      kind: 'regression',
      score: { describe: 'mean squared error', better: 'lower', unit: '°²', isShare: false },
    });
    for (const { score, loss, accuracy, metrics, confusion, shifts } of strategies) {
      // The loss is the mean of the scores, which are read from predictions of six digits.
      expect(score!.mean / loss.mean).toBeCloseTo(1, 4);
      expect(accuracy.values).toEqual([null, null]);
      expect(Object.keys(metrics!)).toEqual(['rmse', 'mae', 'r2']);
      const [mse, rmse] = [score!.values[0]!, metrics!['rmse'].values[0]!];
      expect(rmse ** 2 / mse).toBeCloseTo(1, 6);
      expect(metrics!['r2'].mean).toBeLessThan(1);
      expect(confusion).toBeNull();
      expect(shifts.map(({ axis }) => axis)).toEqual(['height', 'width']);
      const unmoved = shifts[0].points.find(({ shift }) => shift === 0)!;
      expect(unmoved.score!.mean / score!.mean).toBeCloseTo(1, 4);
      expect(unmoved.accuracy.values).toEqual([null, null]);
    }
    const [pair] = pairs;
    expect(pair.difference).toBeCloseTo(strategies[0].score!.mean - strategies[1].score!.mean, 6);
    expect(pair.verdict).toMatch(/mean squared error .* °²/);
    expect(Object.keys(pair.metrics!)).toEqual(['rmse', 'mae', 'r2']);
    expect(strategies[0].trained).toMatchObject({ majorityAccuracy: null, linearAccuracy: null });
    expect(readFileSync(reportPath, 'utf8')).toContain('Test mean squared error');
    // The same call trains nothing, and gives the same.
    expect((await resultOf<Report>(words)).experiments).toEqual(experiments);
  });

  it('is exported with how it was standardised, which the model undoes itself', async () => {
    const { card, onnx, readme } = await exported('slants');
    expect(card).toMatchObject({
      targets: { names: ['slant'], units: ['°'] },
      classes: [],
      outputs: { name: 'values', axes: ['target'], shape: [1], prediction: 'value' },
    });
    const { mean, standardDeviation } = card.outputs.standardized!;
    expect(recordOf('slants').configuration['task']).toMatchObject({
      facts: { mean, standardDeviation },
    });
    expect(card.testAccuracy).toBeUndefined();
    expect(Object.keys(card.test).sort()).toEqual(['loss', 'mae', 'r2', 'rmse']);
    expect(onnx.includes('values')).toBe(true);
    expect(readme).toMatch(/On 20 test examples, its RMSE is \d+\.\d{4}°\./);
    expect(readme).toContain(
      '[batch, 1]. The predicted numbers in the unit of the targets: slant in °.',
    );
  });

  it('is drawn: what is predicted worst beside what is true, residuals, and where it looks', async () => {
    const shown = await drawn('slants', '--predictions', '4', '--choose', 'worst');
    expect(shown.figures.map(({ name }) => name)).toEqual(['predicted-slant', 'residuals-slant']);
    const scores = shown.examples.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(shown.examples[0].predicted).toHaveProperty('values.slant');
    expect(shown.examples[0].targetInWords).toMatch(/^-?\d+(\.\d+)?°$/);
    const map = await drawn('slants', '--map', 'saliency', '--example', '3');
    const { values } = map.predicted as { readonly values: { readonly slant: number } };
    expect(map.maps).toMatchObject([{ unit: 0, title: 'output slant' }]);
    // The activation is in the unit of the target, not standardised.
    expect(map.maps[0].activation).toBeCloseTo(values.slant, 4);
    const { units } = await drawn('slants', '--steps', '5', '--top', '1');
    expect(units[0].activationAfter).toBeGreaterThan(units[0].activationBefore);
    expect(units[0].examples[0].label).toMatch(/°$/);
  });

  it('is diagnosed by how much less it errs than the mean does', async () => {
    const words = [
      ...['diagnose', 'images', ...slants, '--data-options', 'train=200', 'test=20', '--jobs', '1'],
      ...['--train-examples', '60', '--test-examples', '40', '--seeds', '2', '--epochs', '1'],
      ...['--tune', '0', '--backend', 'wasm', '--run-dir', at('diagnosis')],
    ];
    const diagnosis = await resultOf<{ readonly chance: number; readonly reportPath: string }>(
      words,
    );
    expect(diagnosis.chance).toBeCloseTo(0, 9);
    expect(diagnosis).toMatchObject({
      score: { describe: 'skill score', isBounded: false },
      axes: [{ axis: 'height' }, { axis: 'width' }],
    });
    const { stdout } = await axiswise(words);
    expect(stdout).toMatch(/filters +parameters +skill score/);
    expect(stdout).toContain('(that of always predicting the mean of the training targets)');
    expect(readFileSync(diagnosis.reportPath, 'utf8')).toContain(
      'Test skill score of the reference',
    );
  });
});

describe('several labels', () => {
  it('are trained, evaluated and predicted, with a probability each', async () => {
    const words = ['--data', 'digit-traits', '--best-by', 'labelF1'];
    const { test } = await resultOf<Result>(small('traits', ...words));
    expect(Object.keys(test)).toEqual(['labelAccuracy', 'exactMatch', 'labelF1', 'loss']);
    const file = at('traits.csv');
    const evaluated = await resultOf<Result>([
      ...['evaluate', at('traits'), '--backend', 'wasm', '--predictions', file],
    ]);
    expect(evaluated.test).toEqual(test);
    const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\r\n');
    const names = ['even', 'leaning', 'thick'];
    expect(header.split(',').slice(3)).toEqual([
      ...names.map((name) => `target:${name}`),
      ...names.map((name) => `prediction:${name}`),
    ]);
    const right = rows.flatMap((row) => {
      const numbers = row.split(',').slice(3).map(Number);
      return names.map((_, k) => Number(numbers[k] > 0.5 === numbers[k + 3] > 0.5));
    });
    expect(right.reduce((sum, each) => sum + each, 0) / right.length).toBeCloseTo(
      test['labelAccuracy'],
      6,
    );
  });

  it('are drawn with precision and recall of each label, and mapped where they are there', async () => {
    const shown = await drawn('traits', '--predictions', '3');
    expect(shown.examples.map(({ index }) => index)).toEqual([0, 6, 13]);
    expect(shown.figures.map(({ name }) => name)).toEqual(['precision-recall']);
    const { maps, predicted } = await drawn('traits', '--map', 'occlusion', '--example', '2');
    const { labels } = predicted as { readonly labels: readonly string[] };
    if (labels.length > 0) {
      expect(maps.map(({ title }) => title)).toEqual(labels.map((label) => `output ${label}`));
    }
    const { perClass } = await resultOf<{
      readonly perClass: readonly { readonly class: string }[];
    }>([...['evaluate', at('traits'), '--backend', 'wasm']]);
    expect(perClass.map((each) => each.class)).toEqual(['even', 'leaning', 'thick']);
  });

  it('are exported with the threshold from which a label is there', async () => {
    const { card, readme } = await exported('traits');
    expect(card.outputs).toMatchObject({
      ...{ name: 'probabilities', axes: ['label'], shape: [3] },
      ...{ names: ['even', 'leaning', 'thick'], prediction: 'threshold', threshold: 0.5 },
    });
    expect(readme).toContain('A label is there where its probability is above 0.5.');
  });

  it('are compared by the share of labels that are right', async () => {
    const { experiments } = await resultOf<Report>([
      ...['compare', 'images', '--strategies', 'linear', '--data', 'digit-traits', '--tune', '0'],
      ...['--data-options', 'train=80', 'test=20', '--epochs', '1', '--seeds', '2', '--jobs', '1'],
      ...['--backend', 'wasm', '--run-dir', at('labels')],
    ]);
    const [{ task, strategies }] = experiments;
    expect(task!.score).toMatchObject({
      describe: 'label accuracy',
      better: 'higher',
      isShare: true,
    });
    expect(Object.keys(strategies[0].metrics!)).toEqual(['exactMatch', 'labelF1']);
    expect(strategies[0].score!.mean).toBeGreaterThan(0.3);
  });
});

describe('a class of each position', () => {
  const directions = ['--data', 'digit-directions'];

  it('is trained, evaluated and predicted, the same with two workers', async () => {
    const words = [...directions, '--strategy', 'one-block', '--class-weights', 'horizontal=2'];
    const { test, ...result } = await resultOf<
      Result & { readonly confusion: readonly (readonly number[])[]; readonly testExamples: number }
    >(small('directions', ...words));
    expect(Object.keys(test)).toEqual(['positionAccuracy', 'positionF1', 'meanIoU', 'loss']);
    expect(result).toMatchObject({
      classes: ['background', 'horizontal', 'rising', 'vertical', 'falling'],
      targets: { names: ['direction'], shape: [28, 28], axes: ['height', 'width'] },
    });
    const together = await resultOf<Result>([...small('directions-2', ...words), '--workers', '2']);
    expect(together.test['loss']).toBeCloseTo(test['loss'], 4);

    const file = at('directions.csv');
    const { stdout } = await axiswise([
      ...['evaluate', at('directions'), '--backend', 'wasm', '--predictions', file],
    ]);
    expect(stdout).toMatch(/class +positions +precision/);
    expect(stdout).toMatch(/test position accuracy \d+\.\d\d % of 20 examples \(macro F1 /);
    const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(header).toBe('model,seed,example,target:direction,prediction:direction');
    const shares = rows.map((row) => {
      const [labels, predicted] = row
        .split(',')
        .slice(3)
        .map((field) => field.split(' '));
      const labelled = [...labels.keys()].filter((i) => labels[i] !== '-100');
      expect([labels.length, labelled.length < 784]).toEqual([784, true]);
      return labelled.filter((i) => labels[i] === predicted[i]).length / labelled.length;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeCloseTo(test['positionAccuracy'], 6);
    const labelled = result.confusion.flat().reduce((sum, count) => sum + count, 0);
    expect(labelled).toBeLessThan(20 * 784);
  });

  it('is drawn over the pictures, predicted and true, and asked about at one pixel', async () => {
    const file = at('over.svg');
    const shown = await drawn('directions', '--predictions', '2', '--out', file);
    expect(shown.figures.map(({ name }) => name)).toEqual(['precision-recall', 'confusion']);
    const svg = readFileSync(file, 'utf8');
    for (const text of ['input', 'predicted', 'true', 'falling'])
      expect(svg).toContain(`>${text}<`);
    expect(svg.match(/<g opacity="0.6">/g)).toHaveLength(4);
    const at14 = await drawn('directions', '--map', 'occlusion', '--at', '14,3', '--window', '9');
    expect(at14).toMatchObject({
      position: [14, 3],
      maps: [{ title: expect.stringMatching(/^output /) as string }],
    });
    const all = await drawn('directions', '--map', 'saliency');
    expect(Math.abs(all.maps[0].activation)).toBeGreaterThan(Math.abs(at14.maps[0].activation));
    const refused = await axiswise([...visualize('directions'), '--map', 'saliency', '--at', '14']);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('the position must be 2 indices below 28 × 28, got 14'),
    ]);
  });

  it.each([
    [
      ['--predictions', '3', '--map', 'saliency'],
      '--map looks at units, and --predictions draws test examples',
    ],
    [['--choose', 'worst'], '--choose is for --predictions'],
    [
      ['--map', 'saliency', '--at', '3;4'],
      "--at must be an index along each axis, as 14,14, got '3;4'",
    ],
    [['--at', '3,4'], '--at is for --map'],
  ])('is not drawn with %j', async (words, message) => {
    const { code, stderr } = await axiswise([...visualize('nothing'), ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is exported with the axes whose positions have classes', async () => {
    const { card, onnx, readme } = await exported('directions');
    expect(card.outputs).toMatchObject({
      ...{ name: 'probabilities', axes: ['height', 'width', 'class'], shape: [28, 28, 5] },
      ...{ names: card.classes, prediction: 'largest' },
    });
    expect(onnx.includes('height')).toBe(true);
    expect(readme).toContain('batch, height, width, class: [batch, 28, 28, 5]');
  });

  it('is tested fold by fold', async () => {
    const result = await resultOf<Readonly<Record<string, unknown>>>([
      ...['cross-validate', 'images', '--strategy', 'linear', ...directions, '--folds', '1,2'],
      ...['--data-options', 'train=80', 'test=20', '--epochs', '1'],
      ...['--backend', 'wasm', '--run-dir', at('direction-folds')],
    ]);
    expect(result).toMatchObject({ headline: { metric: 'positionAccuracy' } });
    expect(result['accuracy']).toBeUndefined();
  });

  it('is compared by the share of the positions of each example that are right', async () => {
    const { experiments } = await resultOf<Report>([
      ...['compare', 'images', '--strategies', 'span-both,linear', ...directions, '--tune', '0'],
      ...['--data-options', 'train=80', 'test=20', '--epochs', '2', '--seeds', '2', '--jobs', '1'],
      ...['--backend', 'wasm', '--run-dir', at('all-directions')],
    ]);
    const [{ task, strategies, pairs }] = experiments;
    expect(task!.score).toMatchObject({ describe: 'position accuracy', isShare: true });
    for (const { metrics, score } of strategies) {
      expect(Object.keys(metrics!)).toEqual(['positionF1', 'meanIoU']);
      expect(score!.mean).toBeGreaterThan(0);
    }
    expect(pairs[0].difference).toBeCloseTo(
      strategies[0].score!.mean - strategies[1].score!.mean,
      6,
    );
    expect(strategies[0].trained).toMatchObject({ majorityAccuracy: null });
    // The labels of the pixels move with the picture.
    const [{ axis, points }] = strategies[0].shifts;
    expect([axis, points.length]).toEqual(['height', 7]);
    expect(points[3].score!.mean).toBeCloseTo(strategies[0].score!.mean, 6);
  });

  it('is refused by diagnose in one sentence where every axis has labels, before anything is trained', async () => {
    const { code, stderr } = await axiswise([
      ...['diagnose', 'images', ...directions, '--data-options', 'train=80', 'test=20'],
      ...['--run-dir', at('no-diagnosis')],
    ]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('filters have to slide along all axes and none can be subsampled'),
    ]);
    expect(stderr).not.toContain('backend');
  });

  it('is read from JSON lines, one for each frame of a video, with gaps', async () => {
    const file = at('frames.jsonl');
    // A frame is brighter than the one before it, or not; the first one has no label.
    const line = (i: number): object => {
      const steps = Array.from({ length: 6 }, (_, t) => (i * 7 + t * t * 3) % 5 < 2);
      let level = 0.5;
      const levelsOf = steps.map((rises) => (level += rises ? 0.3 : -0.3));
      return {
        labels: { time: steps.map((rises, t) => (t === 0 ? null : rises ? 'brighter' : 'darker')) },
        input: levelsOf.map((of) => Array.from({ length: 4 }, () => Array<number>(4).fill(of))),
      };
    };
    const lines = Array.from({ length: 40 }, (_, i) => JSON.stringify(line(i)));
    writeFileSync(file, lines.join('\n'));
    const words = ['motion', '--data', file, '--backend', 'wasm', '--workers', '1'];
    const { test, ...result } = await resultOf<Result>([
      ...['train', ...words, '--epochs', '30', '--batch-size', '8', '--learning-rate', '0.02'],
      ...['--run-dir', at('frames')],
    ]);
    expect(result).toMatchObject({ classes: ['brighter', 'darker'], targets: { axes: ['time'] } });
    expect(test['positionAccuracy']).toBeGreaterThan(0.9);

    const short = JSON.stringify({ ...line(0), labels: { time: ['darker', 'brighter'] } });
    writeFileSync(file, [...lines, short].join('\n'));
    const refused = await axiswise(['train', ...words, '--run-dir', at('refused')]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining(
        'frames.jsonl, line 41: the input has 6 positions along time, but there are labels for 2; give each ' +
          'position a label, or null where it has none',
      ),
    ]);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('is a phoneme of each frame of a spectrogram', async () => {
    const { test, ...result } = await resultOf<Result>([
      ...['train', 'spectrograms', '--data', 'phoneme-frames', '--backend', 'wasm'],
      ...['--data-options', 'speakers=2', 'utterances=3', 'testSpeakers=2', '--filters', '6'],
      ...['--epochs', '6', '--batch-size', '4', '--workers', '1', '--run-dir', at('phonemes')],
    ]);
    expect(result).toMatchObject({ targets: { names: ['phoneme'], axes: ['time'], shape: [64] } });
    expect(test['positionAccuracy']).toBeGreaterThan(0.2);
    const file = at('phonemes.svg');
    await drawn('phonemes', '--predictions', '1', '--out', file);
    expect(readFileSync(file, 'utf8')).toContain('>frequency, Hz<');
    const { card } = await exported('phonemes');
    expect(card.outputs).toMatchObject({ axes: ['time', 'class'], shape: [64, 16] });
  });

  it('is a label of each word, of reviews and of columns of one’s own', async () => {
    const words = ['--epochs', '6', '--width', '20', '--filters', '12', '--backend', 'wasm'];
    const { test, ...result } = await resultOf<Result>([
      ...['train', 'sentences', '--data', 'review-opinions', '--data-options', 'train=300'],
      ...['test=60', '--workers', '1', ...words, '--run-dir', at('opinions')],
    ]);
    expect(result).toMatchObject({ targets: { names: ['opinion'], axes: ['time'] } });
    // What the experiment keeps the best epoch by is accuracy, which this task has under its own name.
    expect(recordOf('opinions').configuration.training['bestBy']).toBe('positionAccuracy');
    expect(test['positionAccuracy']).toBeGreaterThan(0.75);
    const file = at('opinions.svg');
    await drawn('opinions', '--predictions', '2', '--out', file);
    expect(readFileSync(file, 'utf8')).toContain('>praise<');

    const people = ['anna', 'berta', 'cilly', 'dora'];
    const things = ['table', 'house', 'tree', 'river'];
    const lines = Array.from({ length: 60 }, (_, i) => {
      const [who, what] = [people[i % 4], things[(i >> 2) % 4]];
      return `${who} PER\nsees O\nthe O\n${what} O\n`;
    });
    const mine = at('people.conll');
    writeFileSync(mine, lines.join('\n'));
    await resultOf<Result>([
      ...['train', 'sentences', '--data', mine, '--batch-size', '8', '--workers', '1', ...words],
      ...['--run-dir', at('people')],
    ]);
    const bare = at('bare.conll');
    writeFileSync(bare, 'dora\nsees\nthe\ntree\n');
    const { predictions } = await resultOf<{
      readonly predictions: readonly { readonly labels: readonly string[] }[];
    }>(['predict', at('people'), bare, '--backend', 'wasm']);
    expect(predictions[0].labels.slice(0, 4)).toEqual(['PER', 'O', 'O', 'O']);
  });

  it('is read from a mask for each picture', async () => {
    const shape = { height: 4, width: 6, channels: 1 };
    const rows: string[] = [];
    for (let i = 0; i < 30; i++) {
      const mask = Uint8Array.from({ length: 24 }, (_, k) => Number((7 * i + 5 * k) % 3 === 0));
      await writePng(at(`dots-${i}.png`), { pixels: mask.map((dot) => 60 + 150 * dot), ...shape });
      await writePng(at(`mask-${i}.png`), { pixels: mask, ...shape });
      rows.push(`dots-${i}.png,mask-${i}.png`);
    }
    const file = at('dots.csv');
    writeFileSync(file, ['file,mask', ...rows].join('\n'));
    const run = at('dots');
    const { test } = await resultOf<Result>([
      ...['train', 'images', '--data', file, '--strategy', 'slide-both', '--epochs', '30'],
      ...['--data-options', 'classes=paper,dot', '--batch-size', '8', '--learning-rate', '0.02'],
      ...['--backend', 'wasm', '--workers', '1', '--run-dir', run],
    ]);
    expect(test['positionAccuracy']).toBeGreaterThan(0.95);
    const { predictions } = await resultOf<{
      readonly predictions: readonly { readonly labels: readonly (readonly string[])[] }[];
    }>(['predict', run, at('dots-0.png'), '--backend', 'wasm']);
    expect(predictions[0].labels.map((row) => row.map((label) => Number(label === 'dot')))).toEqual(
      Array.from({ length: 4 }, (_, i) =>
        Array.from({ length: 6 }, (_column, k) => Number((5 * (6 * i + k)) % 3 === 0)),
      ),
    );
    const shown = await axiswise(['predict', run, at('dots-0.png'), '--backend', 'wasm']);
    expect(shown.stdout).toMatch(/paper 66\.7 %, dot 33\.3 %/);

    await writePng(at('mask-3.png'), { pixels: new Uint8Array(20), ...shape, width: 5 });
    const refused = await axiswise(['train', 'images', '--data', file, '--run-dir', at('refused')]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/mask-3\.png has 4×5 pixels, but its picture .*dots-3\.png has 4×6/),
    ]);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it.each([
    [['--class-weights', 'sideways=2'], 'there is no such class'],
    [['--best-by', 'accuracy'], 'is none of position-classification'],
    [['--loss', 'crossEntropy'], 'is for the task classification'],
    [['--label-smoothing', '1'], 'must be a number from 0 to below 1, got 1'],
  ])('refuses %j before there is a run', async (words, message) => {
    const { code, stderr } = await axiswise(small('refused', ...directions, ...words));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at('refused'))).toBe(false);
  });
});

interface Drawn {
  readonly png: string;
  readonly figures: readonly { readonly name: string; readonly file: string }[];
  readonly examples: readonly {
    readonly index: number;
    readonly score: number;
    readonly predicted: unknown;
    readonly targetInWords: string;
  }[];
  readonly predicted: unknown;
  readonly maps: readonly { readonly title: string; readonly activation: number }[];
  readonly units: readonly {
    readonly activationBefore: number;
    readonly activationAfter: number;
    readonly examples: readonly { readonly label: string }[];
  }[];
}

const visualize = (name: string): string[] => ['visualize', at(name), '--backend', 'wasm'];

/** Visualizes a run; every picture that it names is there. */
async function drawn(name: string, ...words: string[]): Promise<Drawn> {
  const result = await resultOf<Drawn>([...visualize(name), ...words]);
  const { png, figures = [] } = result as Partial<Drawn>;
  for (const file of [png!, ...figures.map((figure) => figure.file)]) {
    expect(existsSync(file)).toBe(true);
  }
  return result;
}

interface Card {
  readonly classes: readonly string[];
  readonly test: Readonly<Record<string, number>>;
  readonly testAccuracy?: number;
  readonly outputs: {
    readonly standardized?: {
      readonly mean: readonly number[];
      readonly standardDeviation: readonly number[];
    };
  };
}

/** Writes a run as ONNX, checked in ONNX Runtime, and reads what lies beside it. */
async function exported(
  name: string,
): Promise<{ readonly card: Card; readonly onnx: Buffer; readonly readme: string }> {
  const out = at(`${name}-onnx`);
  const result = await resultOf<Readonly<Record<string, unknown>>>([
    ...['export', at(name), '--format', 'onnx', '--out', out, '--backend', 'wasm'],
  ]);
  expect(result).toMatchObject({ checkedWith: 'onnxruntime-web', checkedExamples: 200 });
  expect(result['maxDifference']).toBeLessThan(1e-4);
  const read = (file: string): Buffer => readFileSync(path.join(out, file));
  return {
    card: JSON.parse(String(read('model-card.json'))) as Card,
    onnx: read('model.onnx'),
    readme: String(read('README.md')),
  };
}

/** A video of two frames of 2 × 2 pixels, as bright as its level. */
const levels = (level: number): number[][][] =>
  [0, 1].map(() => [0, 1].map(() => [0, 1].map(() => level / 60)));
