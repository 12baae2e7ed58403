import { simdKernels, type WasmBackend } from '@axiswise/kernels/wasm';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import { noise } from '../kernel-checks/numbers.fixture.ts';
import { checkKernels } from './kernels.fixture.ts';

describe('wasm kernels agree with pure JavaScript on random shapes', () => {
  beforeAll(async () => {
    await useBackend('wasm');
    expect(simdKernels(tf.backend() as WasmBackend)).toBeDefined();
  });

  checkKernels();
});

describe('hundreds of training steps', () => {
  it('leave no tensors, and the heap stops growing', async () => {
    await useBackend('wasm');
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 8, kernelSize: 2, activation: 'relu' }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3 }),
      ],
    });
    const x = noise([4, 8, 8, 1], 1);
    const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3);
    const optimizer = tf.train.adam(1e-3);
    const step = () =>
      tf.tidy(() => {
        optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(labels, model.apply(x) as tf.Tensor) as tf.Scalar,
        );
      });
    const heap = () =>
      (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
    for (let i = 0; i < 20; i++) step();
    const [tensors, bytes] = [tf.memory().numTensors, heap()];
    for (let i = 0; i < 400; i++) step();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(heap()).toBe(bytes);
  });
});
