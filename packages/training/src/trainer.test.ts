import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { arraySplit } from '@axiswise/data';
import { block, dense, deriveNetwork, dropout, flatten, inputOf, slide } from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork } from '@axiswise/layers';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { CheckpointFolder } from '@axiswise/runs';
import { bars, classes, pixels, shape, task } from './bars.fixture.ts';
import { evaluate } from './evaluate.ts';
import { scorerOf } from './scorer.ts';
import { train } from './trainer.ts';
import type { TrainingConfig } from './training-config.ts';
import { type TrainingProgress, trainingProgressSchema } from './training-progress.ts';
import { weightsSha256 } from './weights-digest.ts';

const sets = { train: bars(200, 'train'), validation: bars(60, 'validation') };
const config: TrainingConfig = {
  epochs: 4,
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate: 0.01 },
  schedule: { kind: 'cosine' },
  clipNorm: 5,
  restoreBest: true,
};

const newNetwork = (seed = 1): BuiltNetwork =>
  buildNetwork(
    deriveNetwork(inputOf(pixels, shape), [
      ...block(6, { move: { height: slide(3), width: slide(3) } }),
      flatten(),
      dropout(0.3),
      dense(classes, { activation: 'softmax' }),
    ]),
    { seed },
  );

async function digestAfter(
  options: Partial<Parameters<typeof train>[0]> = {},
): Promise<[sha256: string, Awaited<ReturnType<typeof train>>]> {
  const network = newNetwork(options.seed);
  const result = await train({ network, ...sets, shape, task, seed: 1, config, ...options });
  const digest = await weightsSha256(network);
  network.model.dispose();
  return [digest, result];
}

describe('train', () => {
  beforeAll(() => useBackend(testBackend()));

  it('learns to tell bars apart, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const network = newNetwork();
    const { history } = await train({
      network,
      ...sets,
      shape,
      task,
      seed: 1,
      config: { ...config, epochs: 20, optimizer: { kind: 'adam', learningRate: 0.02 } },
    });
    const scores = await evaluate(scorerOf(network.logits, shape), bars(100, 'test'), {
      batchSize: 32,
      shape,
      task,
    });
    expect(history[19].train.loss).toBeLessThan(0.5 * history[0].train.loss);
    expect(scores.accuracy).toBeGreaterThan(0.9);
    network.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same weights for the same seed, others for another, seed 0 included', async () => {
    const [a] = await digestAfter({ seed: 0 });
    const [b] = await digestAfter({ seed: 0 });
    const [c] = await digestAfter({ seed: 1 });
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  it('goes on from any step to the weights of the uninterrupted run', async () => {
    const [uninterrupted, { history }] = await digestAfter();
    // 7 steps an epoch: in the first epoch, at its end, in the middle, in the last.
    for (const stopAfter of [1, 7, 10, 25]) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
      const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
      let steps = 0;
      const interrupted = digestAfter({
        checkpoints,
        secondsBetweenCheckpoints: 0,
        observer: {
          onStep: () => {
            if (++steps > stopAfter) throw new Error('pulled the plug');
          },
        },
      });
      await expect(interrupted).rejects.toThrow('pulled the plug');
      const [digest, resumed] = await digestAfter({ checkpoints });
      expect(digest).toBe(uninterrupted);
      const learned = (epochs: typeof history) =>
        epochs.map(({ epoch, step, train, validation }) => ({ epoch, step, train, validation }));
      expect(learned(resumed.history)).toEqual(learned(history));
    }
  });

  it('validates and ends with averages of the weights, and goes on from any step with them', async () => {
    const averaged: TrainingConfig = {
      ...config,
      restoreBest: false,
      emaMomentum: 0.9,
      gradientAccumulation: 2,
      schedule: { kind: 'oneCycle' },
      mixup: 0.4,
    };
    const network = newNetwork();
    const { history } = await train({ network, ...sets, shape, task, seed: 1, config: averaged });
    const uninterrupted = await weightsSha256(network);
    const scores = await evaluate(scorerOf(network.logits, shape), sets.validation, {
      batchSize: 32,
      shape,
      task,
    });
    expect(scores).toEqual(history[3].validation);
    network.model.dispose();
    const { emaMomentum: _, ...plain } = averaged;
    const [other, { history: others }] = await digestAfter({ config: plain });
    expect(other).not.toBe(uninterrupted);
    // What is trained is the same.
    expect(history.map((epoch) => epoch.train)).toEqual(others.map((epoch) => epoch.train));

    for (const stopAfter of [1, 7, 17]) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
      const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
      let steps = 0;
      const onStep = (): void => {
        if (++steps > stopAfter) throw new Error('pulled the plug');
      };
      const stopped = { checkpoints, secondsBetweenCheckpoints: 0, observer: { onStep } };
      await expect(digestAfter({ config: averaged, ...stopped })).rejects.toThrow('plug');
      const [digest, resumed] = await digestAfter({ config: averaged, checkpoints });
      expect(digest).toBe(uninterrupted);
      expect(resumed.history.map(({ validation }) => validation)).toEqual(
        history.map(({ validation }) => validation),
      );
    }
    const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
    const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
    await digestAfter({ config: averaged, checkpoints, untilEpoch: 2 });
    expect((await digestAfter({ config: averaged, checkpoints }))[0]).toBe(uninterrupted);
  });

  it('stops after an epoch, and goes on to the same weights', async () => {
    const [uninterrupted, whole] = await digestAfter();
    const checkpoints = new CheckpointFolder<TrainingProgress>(
      await mkdtemp(path.join(os.tmpdir(), 'training-')),
    );
    for (const untilEpoch of [1, 3]) {
      const [, { history }] = await digestAfter({ checkpoints, untilEpoch });
      expect(history).toHaveLength(untilEpoch);
      // The schedule is that of all epochs.
      expect(history.at(-1)!.learningRate).toBe(whole.history[untilEpoch - 1].learningRate);
    }
    const [digest] = await digestAfter({ checkpoints, untilEpoch: 99 });
    expect(digest).toBe(uninterrupted);
  });

  it('ends with the best weights when it stops early', async () => {
    const network = newNetwork();
    // A rate that learns and then wrecks: validation loss rises after a good epoch.
    const result = await train({
      network,
      ...sets,
      shape,
      task,
      seed: 1,
      config: {
        epochs: 30,
        batchSize: 32,
        optimizer: { kind: 'sgd', learningRate: 0.6, momentum: 0.9 },
        patience: 3,
        restoreBest: true,
      },
    });
    const losses = result.history.map(({ validation }) => validation!.loss);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(result.weightsOfEpoch).toBe(best);
    expect(result.stoppedEarly).toBe(true);
    expect(result.history.length).toBe(best + 3);
    const scores = await evaluate(scorerOf(network.logits, shape), sets.validation, {
      batchSize: 32,
      shape,
      task,
    });
    expect(scores.loss).toBeCloseTo(Math.min(...losses), 6);
    network.model.dispose();
  });

  it('stops when the loss is no number, saying at which step, with weights still good', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
    const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
    const poisoned = Float32Array.from({ length: 200 * 36 }, () => 0.5);
    poisoned.fill(NaN, 199 * 36);
    const labels = sets.train.labels;
    const run = digestAfter({
      train: arraySplit({ inputs: poisoned, labels, shape, classes }),
      checkpoints,
      secondsBetweenCheckpoints: 0,
    });
    await expect(run).rejects.toThrow(
      /the (loss|gradient's norm) became NaN at step \d+ \(epoch 1, .*the last good checkpoint is kept/,
    );
    const saved = await checkpoints.latest(trainingProgressSchema);
    for (const { values } of saved?.arrays.values() ?? []) {
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it('never saves weights that are no numbers, though the loss be one', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
    const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
    const network = newNetwork();
    const kernel = network.logits.getLayer('convolution_1').weights[0].read() as tf.Variable;
    let steps = 0;
    const run = train({
      network,
      train: sets.train,
      shape,
      task,
      seed: 1,
      config: { ...config, clipNorm: 0 },
      checkpoints,
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep: () => {
          // As a gradient would leave them that overflowed in the last step before a checkpoint.
          if (++steps === 4) kernel.assign(tf.fill(kernel.shape, NaN));
        },
      },
    });
    await expect(run).rejects.toThrow(/weights of "convolution_1\/kernel" became NaN at step 4 /);
    expect((await checkpoints.latest(trainingProgressSchema))?.step).toBe(3);
    network.model.dispose();
  });

  it('stops when the learning rate is far too high', async () => {
    const run = digestAfter({
      config: { ...config, clipNorm: 0, optimizer: { kind: 'sgd', learningRate: 1e20 } },
    });
    await expect(run).rejects.toThrow(/became (NaN|Infinity) at step \d+ .*lower learning rate/);
  });

  it.each([
    [{ epochs: 0 }, /epochs must be a positive integer, got 0/],
    [{ emaMomentum: 1 }, /emaMomentum must be a number from 0 to below 1, got 1/],
    [
      { gradientAccumulation: 33 },
      /gradientAccumulation must be at most the batch size, 32, so that each part has an example, got 33/,
    ],
    [{ batchSize: -1 }, /batchSize must be a positive integer, got -1/],
    [
      { optimizer: { kind: 'adam', learningRate: 0 } as const },
      /learningRate must be a number above 0, got 0/,
    ],
  ])('refuses %j', async (change, message) => {
    await expect(digestAfter({ config: { ...config, ...change } })).rejects.toThrow(message);
  });
});
