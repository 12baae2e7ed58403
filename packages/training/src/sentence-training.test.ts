import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { useBackend } from '@axiswise/backend';
import { arraySplit, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import {
  convolution,
  defineAxes,
  dense,
  deriveNetwork,
  dropout,
  embedding,
  type EmbeddingTable,
  flatten,
  globalPooling,
  inputOf,
  no,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork } from '@axiswise/layers';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { CheckpointFolder } from '@axiswise/runs';
import { evaluate } from './evaluate.ts';
import { scorerOf } from './scorer.ts';
import { classificationOf } from './tasks/open-task.ts';
import { train } from './trainer.ts';
import type { TrainingConfig } from './training-config.ts';
import type { TrainingProgress } from './training-progress.ts';
import { weightsSha256 } from './weights-digest.ts';

const sentence = defineAxes({
  time: { patternsRecur: yes('anywhere'), subsamplable: no('words are missing') },
  embedding: { patternsRecur: no('no order'), subsamplable: no('it loses meaning') },
});
const shape = [9, 1];
const vocabularySize = 12;
const width = 5;
const classes = 2;
const task = classificationOf(classes);

/** The same words in both classes; "2 3" makes the first, "3 2" the second. */
function phrases(count: number, key: string): Split {
  const random = new Random(7, key);
  const inputs = new Float32Array(count * 9);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const length = 4 + random.integer(6);
    const at = random.integer(length - 1);
    for (let j = 0; j < length; j++) inputs[i * 9 + j] = 4 + random.integer(vocabularySize - 4);
    inputs.set(label === 0 ? [2, 3] : [3, 2], i * 9 + at);
  });
  return arraySplit({ inputs, labels, shape, classes });
}

const sets = { train: phrases(160, 'train'), validation: phrases(40, 'validation') };
const config: TrainingConfig = {
  epochs: 3,
  batchSize: 20,
  optimizer: { kind: 'adadelta', learningRate: 1 },
  restoreBest: true,
};

function newNetwork(
  tables: readonly EmbeddingTable[] = [{ from: 'random', trained: true }],
): BuiltNetwork {
  const geometry = deriveNetwork(inputOf(sentence, shape, { names: ['time'], vocabularySize }), [
    embedding(width, { along: 'embedding', tables }),
    convolution(8, { move: { time: slide(2), embedding: span() } }),
    globalPooling(['time']),
    flatten(),
    dropout(0.2),
    dense(classes, { activation: 'softmax', maxNorm: 0.5 }),
  ]);
  const values = Float32Array.from({ length: vocabularySize * width }, (_, i) => Math.sin(i));
  return buildNetwork(geometry, { seed: 1, vectors: { width, values } });
}

async function digestAfter(options: Partial<Parameters<typeof train>[0]> = {}): Promise<string> {
  const network = newNetwork();
  await train({ network, ...sets, shape, task, seed: 1, config, ...options });
  const digest = await weightsSha256(network);
  network.model.dispose();
  return digest;
}

describe('training a network over tokens', () => {
  beforeAll(() => useBackend(testBackend()));

  it('learns the order of words, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const network = newNetwork();
    await train({
      network,
      ...sets,
      shape,
      task,
      seed: 1,
      config: { ...config, epochs: 30, optimizer: { kind: 'adam', learningRate: 0.02 } },
    });
    const scores = await evaluate(scorerOf(network.logits, shape), phrases(100, 'test'), {
      batchSize: 20,
      shape,
      task,
    });
    expect(scores.accuracy).toBeGreaterThan(0.95);
    network.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('changes the words that occur and never the padding', async () => {
    const network = newNetwork();
    const { table } = network.tables[0].layer;
    const before = table.slice();
    await train({ network, ...sets, shape, task, seed: 1, config });
    const changed = (row: number) =>
      table.subarray(row * width, (row + 1) * width).some((x, i) => x !== before[row * width + i]);
    // Token 1, the unknown word, occurs nowhere.
    expect(Array.from({ length: vocabularySize }, (_, row) => changed(row))).toEqual([
      ...[false, false],
      ...new Array<boolean>(vocabularySize - 2).fill(true),
    ]);
    expect([...table.subarray(0, width)]).toEqual([0, 0, 0, 0, 0]);
    network.model.dispose();
  });

  it('leaves a table alone that is not to be trained', async () => {
    const network = newNetwork([
      { from: 'vectors', trained: false },
      { from: 'vectors', trained: true },
    ]);
    const [frozen, trained] = network.tables.map(({ layer }) => layer.table);
    const before = frozen.slice();
    expect(trained).toEqual(before);
    await train({ network, ...sets, shape, task, seed: 1, config });
    expect(frozen).toEqual(before);
    expect(trained).not.toEqual(before);
    network.model.dispose();
  });

  it('keeps the norm of each unit within its limit', async () => {
    const network = newNetwork();
    await train({ network, ...sets, shape, task, seed: 1, config });
    const [kernel] = network.model.getLayer('dense_1').getWeights();
    const norms = tf.tidy(() => tf.norm(kernel, 'euclidean', 0).dataSync());
    for (const norm of norms) expect(norm).toBeLessThanOrEqual(0.5 + 1e-6);
    expect(Math.max(...norms)).toBeGreaterThan(0.4);
    network.model.dispose();
  });

  it('goes on from any step to the weights of the uninterrupted run', async () => {
    const uninterrupted = await digestAfter();
    // 8 steps an epoch: in the first epoch, at its end, in the last.
    for (const stopAfter of [3, 8, 20]) {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
      const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
      let steps = 0;
      const interrupted = digestAfter({
        checkpoints,
        secondsBetweenCheckpoints: 0,
        observer: {
          onStep: () => {
            if (++steps > stopAfter) throw new Error('power cut');
          },
        },
      });
      await expect(interrupted).rejects.toThrow('power cut');
      expect(await digestAfter({ checkpoints })).toBe(uninterrupted);
    }
  });
});

describe('training with augmentation', () => {
  beforeAll(() => useBackend(testBackend()));

  it('augments each epoch anew, and examples as they are when it is scored', async () => {
    const epochs: string[] = [];
    const varied: Split = {
      ...sets.train,
      augment(indices, out, _labels, { seed, epoch }) {
        epochs.push(`${seed}/${epoch}`);
        return sets.train.gather(indices, out);
      },
    };
    const plain = await digestAfter();
    expect(await digestAfter({ train: varied })).toBe(plain);
    expect(new Set(epochs)).toEqual(new Set(['1/0', '1/1', '1/2']));
  });
});
