import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type BackendChoice, useBackend } from '@axiswise/backend';
import type { Split } from '@axiswise/data';
import {
  activation,
  batchNormalization,
  convolution,
  dense,
  deriveNetwork,
  flatten,
  globalPooling,
  groupNormalization,
  inputOf,
  layerNormalization,
  type LayerSpec,
  parallel,
  slide,
} from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork, toPortableModel } from '@axiswise/layers';
import { CheckpointFolder } from '@axiswise/runs';
import { testBackend } from '@axiswise/testing';
import { describe, expect, it } from 'vitest';
import { bars, classes, pixels, shape, task } from './bars.fixture.ts';
import { scorerOf } from './scorer.ts';
import { train, type TrainOptions } from './trainer.ts';
import type { TrainingConfig } from './training-config.ts';
import type { TrainingProgress } from './training-progress.ts';
import { weightsSha256 } from './weights-digest.ts';

const sets = { train: bars(97, 'train'), validation: bars(40, 'validation') };
const config: TrainingConfig = {
  epochs: 5,
  // The last batch of an epoch has a single example.
  batchSize: 32,
  optimizer: { kind: 'adam', learningRate: 0.02 },
  schedule: { kind: 'cosine' },
  restoreBest: true,
};

const same = slide(3, { padding: 'same' });
const filters = (): LayerSpec =>
  convolution(8, { move: { height: same, width: same } }, { activation: 'linear', bias: 'none' });
const residual = (normalization: () => LayerSpec): LayerSpec[] => [
  filters(),
  parallel([[], [normalization(), activation('relu'), filters()]], { join: 'add' }),
  normalization(),
  activation('relu'),
  globalPooling(['height', 'width']),
  flatten(),
  dense(classes, { activation: 'softmax' }),
];
const newNetwork = (normalization: () => LayerSpec = batchNormalization): BuiltNetwork =>
  buildNetwork(deriveNetwork(inputOf(pixels, shape), residual(normalization)), { seed: 1 });

async function trained(network: BuiltNetwork, options: Partial<TrainOptions> = {}) {
  const result = await train({ network, ...sets, shape, task, seed: 1, config, ...options });
  return { ...result, sha256: await weightsSha256(network) };
}

describe.each<BackendChoice>(testBackend() === 'wasm' ? ['wasm', 'cpu'] : [testBackend()])(
  'a residual network with normalisation on %s',
  (backend) => {
    it.each([
      ['batch', batchNormalization],
      ['layer', layerNormalization],
      ['group', () => groupNormalization(4)],
    ] as const)('learns with %s normalisation', async (_, normalization) => {
      await useBackend(backend);
      const network = newNetwork(normalization);
      const { history } = await trained(network);
      expect(history.at(-1)!.train.loss).toBeLessThan(0.85 * history[0].train.loss);
      network.model.dispose();
    });
  },
);

describe('statistics of batches', () => {
  it('are part of the weights: saved, restored to the bit, hashed, and in the portable model', async () => {
    await useBackend(testBackend());
    const network = newNetwork();
    const before = await weightsSha256(network);
    const { sha256, history } = await trained(network);
    const [layer] = network.statisticsLayers;
    const mean = layer.statistics['moving_mean'];
    expect(mean.dataSync().some((value) => value !== 0)).toBe(true);

    const folder = await mkdtemp(path.join(os.tmpdir(), 'normalized-'));
    const checkpoints = new CheckpointFolder<TrainingProgress>(folder);
    let steps = 0;
    const onStep = (): void => {
      if (++steps === 6) throw new Error('pulled the plug');
    };
    const stopped = { checkpoints, secondsBetweenCheckpoints: 0, observer: { onStep } };
    await expect(trained(newNetwork(), stopped)).rejects.toThrow('pulled the plug');
    const resumed = await trained(newNetwork(), { checkpoints });
    expect(resumed.sha256).toBe(sha256);
    expect(resumed.history.map(({ validation }) => validation)).toEqual(
      history.map(({ validation }) => validation),
    );

    const portable = toPortableModel(network);
    const x = await inputsOf(sets.validation);
    const [ours, theirs] = await Promise.all(
      [network.model, portable].map((model) => scorerOf(model, shape)(x, 40)),
    );
    ours.forEach((value, i) => expect(theirs[i]).toBeCloseTo(value, 5));

    // One statistic of all weights is another number: another digest.
    mean.assign(mean.add(1));
    expect(await weightsSha256(network)).not.toBe(sha256);
    expect(sha256).not.toBe(before);
  });

  it('are those of the best epoch, where its weights are restored', async () => {
    const network = newNetwork();
    const epochs: (readonly number[])[] = [];
    const best = await trained(network, {
      config: { ...config, epochs: 4, optimizer: { kind: 'adam', learningRate: 0.3 } },
      observer: {
        async onEpoch(_epoch, _history, weights) {
          epochs.push([...(await weights()).get('batch_normalization_2/moving_variance')!.values]);
        },
      },
    });
    const { statistics } = network.statisticsLayers[1];
    expect([...statistics['moving_variance'].dataSync()]).toEqual(epochs[best.weightsOfEpoch - 1]);
  });

  it('cannot come from batches of one example', async () => {
    const alone = { config: { ...config, batchSize: 1, epochs: 1 } };
    await expect(trained(newNetwork(), alone)).rejects.toThrow(
      'batch_normalization_1 normalises over the examples of a batch, so a batch must have at least 2, got a ' +
        'batch size of 1; raise it, or take layerNormalization() or groupNormalization(…)',
    );
    const inParts = {
      config: { ...config, gradientAccumulation: config.batchSize - 1, epochs: 1 },
    };
    await expect(trained(newNetwork(), inParts)).rejects.toThrow(
      `batch size of ${config.batchSize} in ${config.batchSize - 1} parts; raise it`,
    );
    const { history } = await trained(newNetwork(layerNormalization), alone);
    expect(history).toHaveLength(1);
  });
});

async function inputsOf(split: Split): Promise<Float32Array> {
  const inputs = new Float32Array(split.length * 36);
  await split.gather([...split.labels.keys()], inputs);
  return inputs;
}
