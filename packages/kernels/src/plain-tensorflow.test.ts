// Needs a process of its own, in which nothing of ours has been imported.
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';

const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(path.dirname(wasm) + path.sep);

/** The losses of five epochs of an ordinary network of TensorFlow.js, which begins the same each time. */
async function losses(): Promise<number[]> {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: [12, 12, 1], filters: 8, kernelSize: 3, padding: 'same' },
        ...{ activation: 'relu', kernelInitializer },
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.separableConv2d({
        ...{ filters: 6, kernelSize: 3, activation: 'relu' },
        depthwiseInitializer: kernelInitializer,
        pointwiseInitializer: kernelInitializer,
      }),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: 'softmax', kernelInitializer }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
  const labels = tf.range(0, 40).mod(2).toInt();
  // A bright row in one class, a bright column in the other, at places that follow from the index.
  const images = tf.stack(
    Array.from({ length: 40 }, (_, i) => {
      const line = tf.oneHot(tf.tensor1d([i % 12], 'int32'), 12).toFloat();
      return (i % 2 === 0 ? line.transpose() : line).broadcastTo([12, 12]).expandDims(2);
    }),
  );
  const { history } = await model.fit(images, tf.oneHot(labels, 2), {
    ...{ epochs: 5, batchSize: 10, shuffle: false, verbose: 0 },
  });
  return history['loss'] as number[];
}

it('trains a network of plain TensorFlow.js on wasm, which cannot without', async () => {
  await tf.setBackend('cpu');
  const expected = await losses();
  expect(expected[4]).toBeLessThan(0.7 * expected[0]);
  await tf.setBackend('wasm');
  await expect(losses()).rejects.toThrow(/Kernel '\w+' not registered for backend 'wasm'/);
  await import('./index.ts');
  const trained = await losses();
  trained.forEach((loss, epoch) => expect(loss).toBeCloseTo(expected[epoch], 4));
});
