/**
 * Entry of a child process of the tests: trains a small convolutional network for ten steps on one
 * backend and writes the losses as JSON to standard output, which must hold nothing else.
 *
 * Argument 1: the backend.
 */
import * as tf from '@axiswise/tensorflow';
import type { BackendName } from './backend-choices.ts';
import { useBackend } from './engine.ts';

await useBackend(process.argv[2] as BackendName, { threads: 1 });
/** The same numbers on every engine, between -1 and 1. */
const waves = (shape: number[]): tf.Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i * i)),
    shape,
  );
};
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [12, 12, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.setWeights(model.getWeights().map(({ shape }) => waves(shape).mul(0.3)));
model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
const images = waves([16, 12, 12, 1]);
const labels = tf.oneHot(Int32Array.from({ length: 16 }, (_, i) => i % 2) as never, 2);
const losses: number[] = [];
for (let step = 0; step < 10; step++) {
  losses.push((await model.trainOnBatch(images, labels)) as number);
}
console.log(JSON.stringify(losses));
