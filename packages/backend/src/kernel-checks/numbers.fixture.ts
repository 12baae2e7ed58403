import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { expect } from 'vitest';
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';

/** Numbers without a pattern, the same on each engine. */
export function noise(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (i + seed) * 0.73 + seed)),
    shape,
  );
}

/** The result of a computation on one engine. */
export async function on(engine: BackendName, compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await useBackend(engine);
  const before = tf.memory().numTensors;
  const results = tf.tidy(compute);
  const values = results.map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose(results);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

export function expectEqual(actual: Float32Array[], expected: Float32Array[]): void {
  expect(actual.map((values) => values.length)).toEqual(expected.map((values) => values.length));
  actual.forEach((values, t) => {
    const scale = expected[t].reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    let largest = 0;
    for (let i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - expected[t][i]) / scale);
    }
    expect(largest).toBeLessThan(1e-4);
  });
}

/** The gradients of a function by every input, with different weights for all outputs. */
export const gradients = (
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): tf.Tensor[] =>
  tf.grads((...x: tf.Tensor[]) => {
    const y = f(...x);
    return tf.sum(tf.mul(y, noise(y.shape, 5)));
  })(inputs);

/** The same, after the values of the function. */
export const valueAndGradients = (
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): tf.Tensor[] => [f(...inputs), ...gradients(f, inputs)];

export const small = (max: number) => fc.integer({ min: 1, max });
export const runs = { numRuns: 60, seed: 20_260, endOnFailure: true };
