import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { arraySplit, crossValidationFold, type Source } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { defineAxes, dense, flatten, slide, yes } from '@axiswise/geometry';
import { testBackend } from '@axiswise/testing';
import { describe, expect, it } from 'vitest';
import { crossValidate } from './cross-validate.ts';
import { defineExperiment } from '@axiswise/experiment';

const shape = [2, 1];
const folds = ['a', 'b', 'c'];

/** Two numbers; the class says which is larger. */
const pairs: Source = {
  name: 'pairs',
  description: 'pairs of numbers',
  folds,
  load: async ({ options = {} }) => {
    const random = new Random(1, 'pairs');
    const inputs = Float32Array.from({ length: 120 }, () => random.normal());
    const labels = Int32Array.from({ length: 60 }, (_, i) =>
      inputs[2 * i] > inputs[2 * i + 1] ? 1 : 0,
    );
    const all = arraySplit({ inputs, labels, shape, classes: 2 });
    return {
      name: 'pairs',
      axes: ['place'],
      shape,
      classes: ['second', 'first'],
      splits: crossValidationFold(all, options['fold'] ?? 'a', { folds }),
      sha256: 'of pairs',
    };
  },
};
const anywhere = { patternsRecur: yes('anywhere'), subsamplable: yes('still') };
const experiment = defineExperiment({
  name: 'pairs',
  title: 'Which is larger?',
  cites: [],
  deviations: [],
  axes: defineAxes({ place: anywhere }),
  example: { shape, classes: 2 },
  sources: [pairs],
  strategies: { slide: { blocks: [{ move: { place: slide(1) } }] } },
  network: ({ classes }) => [flatten(), dense(classes, { activation: 'softmax' })],
  training: {
    epochs: 2,
    batchSize: 8,
    optimizer: { kind: 'adam', learningRate: 0.05 },
    validation: 0.2,
  },
  expects: '',
});

describe('crossValidate', () => {
  it('tests each part by a run that was not trained on it, and reads finished runs back', async () => {
    const runDir = path.join(await mkdtemp(path.join(os.tmpdir(), 'folds-')), 'run');
    const trained: string[] = [];
    const call = () =>
      crossValidate(experiment, {
        backend: testBackend(),
        runDir,
        onFold: (fold) => trained.push(fold),
      });
    const result = await call();
    expect(trained).toEqual(folds);
    expect(result.testExamples).toBe(60);
    const accuracies = result.folds.map(({ test }) => test.accuracy!);
    const mean = (accuracies[0] + accuracies[1] + accuracies[2]) / 3;
    expect(result.accuracy!.mean).toBeCloseTo(mean, 12);
    expect(result.accuracy!.standardDeviation).toBeCloseTo(
      Math.sqrt(accuracies.reduce((sum, a) => sum + (a - mean) ** 2, 0) / 2),
      12,
    );
    expect(existsSync(path.join(runDir, 'b', 'run.json'))).toBe(true);
    // A finished run is never trained again: the result comes from its record.
    expect(await call()).toEqual(result);
  });

  it('refuses folds and data that there are not', async () => {
    const call = (options: object) =>
      crossValidate(experiment, { backend: testBackend(), ...options });
    await expect(call({ folds: ['d'] })).rejects.toThrow('folds of "pairs" are a, b, c, got "d"');
    const { name, description, load } = pairs;
    const whole = { ...experiment, sources: [{ name, description, load }] as const };
    await expect(crossValidate(whole)).rejects.toThrow('"pairs" has no folds to leave out');
  });
});
