import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { trainableNetwork, SeededDropout, type TrainableNetwork } from '@axiswise/layers';
import { CheckpointFolder } from '@axiswise/runs';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { bars, classes, shape, task } from './bars.fixture.ts';
import { train } from './trainer.ts';
import type { TrainingProgress } from './training-progress.ts';
import { weightsSha256 } from './weights-digest.ts';

beforeAll(() => useBackend(testBackend()));

function newNetwork(): TrainableNetwork {
  const kernelInitializer = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential();
  const filters = { filters: 6, kernelSize: 3, activation: 'relu' as const };
  model.add(
    tf.layers.conv2d({
      inputShape: [...shape],
      ...filters,
      kernelInitializer: kernelInitializer(1),
      name: 'filters',
    }),
  );
  model.add(tf.layers.flatten({ name: 'flat' }));
  model.add(new SeededDropout({ rate: 0.3, seed: 1, name: 'drop' }));
  model.add(
    tf.layers.dense({ units: classes, kernelInitializer: kernelInitializer(2), name: 'logits' }),
  );
  return trainableNetwork(model);
}

const options = {
  train: bars(200, 'train'),
  validation: bars(60, 'validation'),
  shape,
  task,
  seed: 1,
  config: { epochs: 12, batchSize: 32, optimizer: { kind: 'adam', learningRate: 0.01 } },
};

it('trains a plain model, and goes on with it after an interruption to the same weights', async () => {
  const whole = newNetwork();
  const { history } = await train({ network: whole, ...options });
  expect(history.at(-1)!.validation!.accuracy).toBeGreaterThan(0.8);

  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-plain-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
  await train({ network: newNetwork(), ...options, checkpoints, untilEpoch: 5 });
  const continued = newNetwork();
  await train({ network: continued, ...options, checkpoints });
  expect(await weightsSha256(continued)).toBe(await weightsSha256(whole));
});
