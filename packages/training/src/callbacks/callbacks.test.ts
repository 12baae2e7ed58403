import { useBackend } from '@axiswise/backend';
import { block, dense, deriveNetwork, flatten, inputOf, slide } from '@axiswise/geometry';
import { buildNetwork } from '@axiswise/layers';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bars, classes, pixels, shape, task } from '../bars.fixture.ts';
import { train, type TrainOptions } from '../trainer.ts';
import { weightsSha256 } from '../weights-digest.ts';
import type { CallbackKind, CallbackRun } from './callback-kind.ts';

beforeAll(() => useBackend(testBackend()));

const sets = { train: bars(50, 'train'), validation: bars(20, 'validation') };
const config = {
  ...{ epochs: 2, batchSize: 20, clipNorm: 0.01 },
  optimizer: { kind: 'adam', learningRate: 0.01 },
};

async function trained(options: Partial<TrainOptions> = {}) {
  const network = buildNetwork(
    deriveNetwork(inputOf(pixels, shape), [
      ...block(4, { move: { height: slide(3), width: slide(3) } }),
      flatten(),
      dense(classes, { activation: 'softmax' }),
    ]),
    { seed: 1 },
  );
  const result = await train({ network, ...sets, shape, task, seed: 1, config, ...options });
  const sha256 = await weightsSha256(network);
  network.model.dispose();
  return { ...result, sha256 };
}

/** Tells what it is told, by a name. */
const telling = (told: string[], name: string): CallbackKind => ({
  describe: 'tells what it is told',
  start: ({ stepsPerEpoch, stepsDone, workers }) => {
    told.push(`${name}: ${stepsDone} of ${stepsPerEpoch} an epoch, ${workers} threads`);
    return {
      step: ({ step, epoch }) => void told.push(`${name}: step ${step} of epoch ${epoch}`),
      // Training waits.
      epoch: async ({ epoch }, history) => {
        await Promise.resolve();
        told.push(`${name}: epoch ${epoch}, ${history.length} so far`);
      },
      end: ({ stoppedEarly, weightsOfEpoch }) =>
        void told.push(`${name}: end, weights of ${weightsOfEpoch}, early: ${stoppedEarly}`),
    };
  },
});

describe('callbacks', () => {
  it('are called after each step, each epoch and at the end, in the order of their declaration', async () => {
    const told: string[] = [];
    await trained({ kinds: { callbacks: { one: telling(told, 'a'), other: telling(told, 'b') } } });
    const ofOne = [
      '0 of 3 an epoch, 1 threads',
      ...['step 1 of epoch 1', 'step 2 of epoch 1', 'step 3 of epoch 1', 'epoch 1, 1 so far'],
      ...['step 4 of epoch 2', 'step 5 of epoch 2', 'step 6 of epoch 2', 'epoch 2, 2 so far'],
      'end, weights of 2, early: false',
    ];
    expect(told).toEqual(ofOne.flatMap((line) => [`a: ${line}`, `b: ${line}`]));
  });

  it('are told the loss, the gradient before it is clipped, and the learning rate of a step', async () => {
    const steps: Parameters<NonNullable<Awaited<ReturnType<CallbackKind['start']>>['step']>>[0][] =
      [];
    const kind: CallbackKind = {
      describe: '',
      start: () => ({ step: (step) => void steps.push(step) }),
    };
    await trained({
      kinds: { callbacks: { kind } },
      config: { ...config, schedule: { kind: 'cosine' } },
    });
    expect(steps[0].loss).toBeCloseTo(Math.LN2, 0);
    expect(steps[0].gradientNorm).toBeGreaterThan(2 * config.clipNorm);
    expect(steps[0].learningRate).toBe(0.01);
    expect(steps[5].learningRate).toBeLessThan(0.001);
  });

  it('change nothing that is learned, whatever they read', async () => {
    const plain = await trained();
    let sizes = 0;
    const reading: CallbackKind = {
      describe: '',
      start: (run: CallbackRun) => ({
        step: async () => void (sizes += (await run.weights()).size),
      }),
    };
    const watched = await trained({ kinds: { callbacks: { reading } } });
    expect(watched.sha256).toBe(plain.sha256);
    // Two layers with a kernel and a bias each, at six steps.
    expect(sizes).toBe(24);
  });

  it('are not told the end where training pauses, and end it where they fail', async () => {
    const told: string[] = [];
    await trained({ untilEpoch: 1, kinds: { callbacks: { one: telling(told, 'a') } } });
    expect(told.at(-1)).toBe('a: epoch 1, 1 so far');
    const failing: CallbackKind = {
      describe: '',
      start: () => ({ step: () => Promise.reject(new Error('the disk is full')) }),
    };
    await expect(trained({ kinds: { callbacks: { failing } } })).rejects.toThrow(
      'the disk is full',
    );
  });
});
