import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readPredictions } from '@axiswise/predictions';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, documentOf, smallRun, start, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  experiment: string;
  strategy: string;
  seed: number;
  parameters: number;
  trainExamples: number;
  testExamples: number;
  test: { accuracy: number; loss: number; logLoss: number; balancedAccuracy: number };
  perClass: { recall: number }[];
  runDir: string;
  weightsSha256: string;
}

describe('axiswise train', () => {
  it('prints JSON alone on standard output, and writes a whole run', async () => {
    const { runDir, result } = await sharedRun<TrainResult>('images');
    expect(result).toMatchObject({
      experiment: 'images',
      strategy: 'slide-both',
      data: 'digits',
      seed: 0,
      epochs: 2,
      parameters: 137_660,
      trainExamples: 228,
      validationExamples: 12,
      testExamples: 60,
      runDir,
    });
    expect(result.test.accuracy).toBeGreaterThan(0.1);
    expect(result.weightsSha256).toMatch(/^[0-9a-f]{64}$/);

    const record = JSON.parse(readFileSync(path.join(runDir, 'run.json'), 'utf8')) as {
      status: string;
      configuration: { training: object; dataSha256: string };
      environment: { backend: { name: string } };
      result: TrainResult;
    };
    expect(record.status).toBe('finished');
    expect(record.result).toEqual(result);
    expect(record.configuration.dataSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(record.environment).toMatchObject({ node: process.versions.node });
    const metrics = readFileSync(path.join(runDir, 'metrics.jsonl'), 'utf8').trim().split('\n');
    expect(metrics.map((line) => (JSON.parse(line) as { epoch: number }).epoch)).toEqual([1, 2]);
    expect(readdirSync(runDir).sort()).toEqual([
      'checkpoints',
      'metrics.jsonl',
      'model',
      'run.json',
      'test-predictions.csv',
    ]);
    // Every test example with its label and its result, from which accuracy follows.
    const file = path.join(runDir, 'test-predictions.csv');
    const { labels, examples, models } = await readPredictions([file]);
    expect(labels).toHaveLength(60);
    expect(examples[59]).toBe('59');
    expect(models.map(({ name, seeds }) => [name, seeds[0].seed])).toEqual([['slide-both', 0]]);
    const { predicted, probabilities } = models[0].seeds[0];
    const right = labels.filter((label, i) => label === predicted[i]).length;
    expect(right / 60).toBe(result.test.accuracy);
    // The metrics of the result follow from them, too.
    const all = probabilities!();
    const logLosses = Float64Array.from(labels, (label, i) => -Math.log(all[i * 10 + label]));
    const logLoss = logLosses.reduce((sum, each) => sum + each, 0) / 60;
    expect(logLoss).toBeCloseTo(result.test.logLoss, 4);
    expect(result.test.logLoss).toBeCloseTo(result.test.loss, 4);
    const recalls = result.perClass.map(({ recall }) => recall);
    expect(recalls).toHaveLength(10);
    expect(result.test.balancedAccuracy).toBeCloseTo(
      recalls.reduce((sum, recall) => sum + recall, 0) / 10,
      12,
    );
  });

  it('trains as large as the default strategy, and goes on as it began', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    const words = [...smallRun, '--strategy', 'span-both', '--run-dir', runDir];
    interface Sized {
      readonly parameters: number;
      readonly sized: { readonly ratio: number };
    }
    const sized = await resultOf<Sized>([...words, '--budget', 'parameters']);
    expect(Math.abs(sized.parameters / 137_660 - 1)).toBeLessThan(0.02);
    expect(sized.sized.ratio).toBeCloseTo(sized.parameters / 137_660, 12);
    expect(await resultOf<Sized>([...words, '--resume'])).toEqual(sized);
    const { code, stderr } = await axiswise([...words, '--resume', '--budget', 'none']);
    expect(stderr).toMatch(/its budget is "parameters", but undefined is asked for/);
    expect(code).toBe(2);
  });

  it('gives the same weights for the same seed, here and in a process of its own', async () => {
    const here = (await sharedRun<TrainResult>('images')).result;
    const inAnother = [...smallRun, '--json', '--run-dir', path.join(temporaryFolder(), 'run')];
    const there = documentOf<TrainResult>(inAnother, await start(inAnother).outcome);
    expect(there.weightsSha256).toBe(here.weightsSha256);
    const other = [...smallRun, '--seed', '1', '--run-dir', path.join(temporaryFolder(), 'run')];
    expect((await resultOf<TrainResult>(other)).weightsSha256).not.toBe(here.weightsSha256);
  });

  it('saves a model that plain TensorFlow.js loads, of every kind of convolution', async () => {
    const runs = [await sharedRun('images'), await sharedRun('images of locally-connected')];
    const runDirs = runs.map(({ runDir }) => runDir);
    for (const runDir of runDirs) {
      const json = readFileSync(path.join(runDir, 'model/model.json'), 'utf8');
      expect(json).not.toMatch(/SeededDropout|LocallyConnected2D/);
    }
    // In a process that imports no layer of ours: what TensorFlow.js does not know it does not load.
    const script = path.join(import.meta.dirname, 'predict-plainly.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...runDirs]);
    const predictions = JSON.parse(stdout) as { shape: number[]; values: number[] }[];
    expect(predictions).toHaveLength(2);
    for (const { shape, values } of predictions) {
      expect(shape).toEqual([1, 10]);
      expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
  });

  it('numbers run directories, and never writes over a run', async () => {
    const cwd = temporaryFolder();
    const quick = [...smallRun, '--strategy', 'linear'];
    const first = await resultOf<TrainResult>(quick, { cwd });
    const second = await resultOf<TrainResult>(quick, { cwd });
    expect([first.runDir, second.runDir]).toEqual([
      'runs/images/linear-digits-seed0',
      'runs/images/linear-digits-seed0-2',
    ]);
    const again = await axiswise([...quick, '--run-dir', first.runDir], { cwd });
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(
      /already holds a run; continue it with --resume, replace it with --overwrite/,
    );
    const resumed = await resultOf<TrainResult>([...quick, '--resume'], { cwd });
    expect(resumed).toEqual(second);
  });

  it('scores the same run again, and predicts single pictures', async () => {
    const { runDir, result: trained } = await sharedRun<TrainResult>('images');
    const evaluated = await resultOf<{
      test: { accuracy: number; loss: number };
      confusion: number[][];
    }>(['evaluate', runDir]);
    expect(evaluated.test.accuracy).toBe(trained.test.accuracy);
    expect(evaluated.test.loss).toBeCloseTo(trained.test.loss, 5);
    expect(evaluated.confusion.flat().reduce((a, b) => a + b)).toBe(60);
    const table = await axiswise(['evaluate', runDir]);
    expect(table.stdout).toMatch(/true \\ predicted +0 +1 +2/);
  });
});

describe('a wrong call', () => {
  const wrong: [words: string[], sentence: RegExp][] = [
    [['train', 'images', '--epochs', '0'], /--epochs must be a positive integer, got 0/],
    [['train', 'images', '--epochs', 'many'], /--epochs must be a positive integer, got 'many'/],
    [['train', 'images', '--batch-size=-1'], /--batch-size must be a positive integer, got -1/],
    [['train', 'images', '--seed', '1.5'], /--seed must be a non-negative integer, got 1.5/],
    [
      [...smallRun, '--train-examples', '229'],
      /229 training examples are asked for, but there are 228/,
    ],
    [
      ['train', 'images', '--strategy', 'slide-boht'],
      /there is no strategy "slide-boht"; did you mean "slide-both"\?/,
    ],
    [['train', 'imagse'], /there is no experiment "imagse"; did you mean "images"\?/],
    [['train', 'images', '--data', 'mnits'], /there is no data "mnits"; did you mean "mnist"\?/],
    [['train', 'images', '--data', './nowhere/at/all'], /there is no folder or file/],
    [['train', 'images', '--epoch', '3'], /Unknown argument: epoch|Did you mean/],
    [['compare', 'images', '--train-examples', '3'], /: Unknown argument: train-examples; see/],
    [
      ['train', 'images', '--backend', 'gpu'],
      /--backend must be one of auto, tensorflow, wasm, cpu, got 'gpu'/,
    ],
    [['trian', 'images'], /Did you mean train|Unknown/],
    [[], /name a command/],
    [['evaluate', '/nowhere'], /there is no run in \/nowhere/],
  ];
  it.each(wrong)('axiswise %j ends with 2 and one sentence', async (words, sentence) => {
    const { code, stdout, stderr } = await axiswise(words, { cwd: temporaryFolder() });
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  it('leaves no run directory behind', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    await axiswise([...smallRun, '--train-examples', '100000', '--run-dir', runDir]);
    expect(existsSync(runDir)).toBe(false);
  });
});

describe('a training that diverges', () => {
  it('stops, says at which step, and keeps the last good checkpoint', async () => {
    const runDir = path.join(temporaryFolder(), 'run');
    const words = ['--learning-rate', '1e30', '--checkpoint-seconds', '0', '--run-dir', runDir];
    const { code, stdout, stderr } = await axiswise([...smallRun, ...words]);
    expect(stderr).toMatch(/axiswise: .* became (NaN|-?Infinity) at step \d+ \(epoch 1,/);
    expect(stderr).toMatch(/the last good checkpoint is kept; try a lower learning rate/);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(existsSync(path.join(runDir, 'model'))).toBe(false);
  });
});

describe('axiswise explain', () => {
  it('counts the nets of the lecture', async () => {
    interface Explained {
      layers: { name: string; parameters: number; denseParameters: number; macs: number }[];
      totals: { parameters: number };
    }
    const twoBlocks = await resultOf<Explained>(['explain', 'images']);
    expect(twoBlocks.totals.parameters).toBe(137_660);
    expect(twoBlocks.layers[0]).toMatchObject({
      name: 'convolution_1',
      axes: ['height', 'width', 'channels'],
      outputShape: [26, 26, 25],
      parameters: 250,
      receptiveField: { height: 3, width: 3 },
      denseParameters: 13_266_500,
    });
    const oneBlock = await resultOf<Explained>(['explain', 'images', '--strategy', 'one-block']);
    expect(oneBlock.totals.parameters).toBe(423_860);
    const { stdout } = await axiswise(['explain', 'images']);
    expect(stdout).toMatch(/convolution_2 +50 filters of 225 weights/);
    expect(stdout).not.toContain('configuration');
  });

  it('shows what compare would train with the same options', async () => {
    interface Explained {
      strategy: string;
      totals: { parameters: number };
      compared: {
        budget: object;
        scales: {
          scale: number;
          size: number;
          strategies: {
            name: string;
            parameters: number;
            sizeRatio: number;
            shape?: object;
            tunes: string[];
            layers: { parameters: number }[];
          }[];
        }[];
        tuning: { configurations: number; space: object; rungs: object[] };
      };
    }
    const words = ['explain', 'board', '--strategies', 'no-pooling,span-both', '--tune', '5'];
    const { strategy, totals, compared } = await resultOf<Explained>([...words, '--scales', '1,4']);
    expect({ strategy, totals }).toMatchObject({
      strategy: 'no-pooling',
      totals: { parameters: 12_153 },
    });
    expect(compared).toMatchObject({
      budget: { of: 'parameters', reference: 'no-pooling' },
      scales: [
        { scale: 1, size: 12_153 },
        { scale: 4, size: 48_612 },
      ],
      tuning: { configurations: 5, space: { learningRate: { from: 0.0003, to: 0.03 } } },
    });
    for (const { size, strategies } of compared.scales) {
      for (const { parameters, sizeRatio, layers, tunes } of strategies) {
        expect(parameters / size).toBe(sizeRatio);
        expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters);
        expect(tunes).toEqual(['learningRate', 'weightDecay']);
      }
    }
    expect(compared.scales[0].strategies[1]).toMatchObject({
      parameters: 38_129,
      shape: { narrowest: 8, minimumWidth: 8, layersLeftOut: 0 },
    });
    const { stdout } = await axiswise([...words, '--strategy', 'span-both']);
    expect(stdout).toMatch(/span-both +8, 8, 8, 8, 361 +38,129 +37,736 +0\.500 +3\.137/);
    expect(stdout).toContain('it still has 3.14 times the size asked for');
    expect(stdout).toContain('all 5 to epoch 2, the best 2 to epoch 6');
    expect(stdout).toContain('span-both, layer by layer:');
  });

  it.each([
    [['--scales', '0'], /--scales must be a positive number, got 0/],
    [['--scales', '1,big'], /--scales must be a positive number, got 'big'/],
    [['--scales', '2', '--budget', 'none'], /scales are multiples of a budget/],
    [['--strategies', 'slide-bth'], /did you mean "slide-both"/],
    [
      ['--strategies', 'linear', '--strategy', 'slide-both'],
      /--strategy must be one of --strategies \(linear\), got 'slide-both'/,
    ],
  ])('refuses %j', async (words, sentence) => {
    const { code, stderr } = await axiswise(['explain', 'images', ...words]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });
});
