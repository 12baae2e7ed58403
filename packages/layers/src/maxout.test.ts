import { useBackend } from '@axiswise/backend';
import { describeLayerContract, expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { Maxout } from './maxout.ts';

describeLayerContract('Maxout of units', {
  make: (inputShape) => new Maxout({ inputShape, pieces: 3 }),
  inputShape: [12],
  outputShape: [4],
  parameters: 0,
});

describeLayerContract('Maxout of maps', {
  make: (inputShape) => new Maxout({ inputShape, pieces: 2 }),
  inputShape: [3, 4, 6],
  outputShape: [3, 4, 3],
  parameters: 0,
});

describeLayerContract('Maxout of one piece, which is the unit itself', {
  make: (inputShape) => new Maxout({ inputShape, pieces: 1 }),
  inputShape: [4],
  outputShape: [4],
  parameters: 0,
});

describe('Maxout', () => {
  beforeAll(() => useBackend(testBackend()));

  const gradientOf = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, weighting: tf.Tensor) =>
    tf.grad((value: tf.Tensor) => tf.sum(tf.mul(f(value), weighting)))(x);

  it('keeps the largest of each group of neighbours', () => {
    const output = new Maxout({ pieces: 3 }).apply(tf.tensor2d([[1, 5, 2, -3, -1, -2]]));
    expect([...(output as tf.Tensor).dataSync()]).toEqual([5, -1]);
  });

  it('gives the gradient to the first of equals', () => {
    const layer = new Maxout({ pieces: 3 });
    const x = tf.tensor2d([[7, 7, 7, 1, 4, 4]]);
    const gradient = gradientOf((v) => layer.apply(v) as tf.Tensor, x, tf.tensor2d([[10, 100]]));
    expect([...gradient.dataSync()]).toEqual([10, 0, 0, 0, 100, 0]);
  });

  it('is max pooling, with the same values of the window as its pieces: gradients and ties too', () => {
    tf.tidy(() => {
      // Quarters from −1 to 1: nearly every window of four has a tie.
      const x = tf.div(tf.round(tf.mul(waves([2, 6, 6, 3]), 4)), 4) as tf.Tensor4D;
      const pooled = (v: tf.Tensor): tf.Tensor => tf.maxPool(v as tf.Tensor4D, 2, 2, 'valid');
      const layer = new Maxout({ pieces: 4 });
      // [batch, 3, 2, 3, 2, channels] → windows last → their values last.
      const maxout = (v: tf.Tensor): tf.Tensor => {
        const windows = tf.transpose(tf.reshape(v, [2, 3, 2, 3, 2, 3]), [0, 1, 3, 5, 2, 4]);
        return layer.apply(tf.reshape(windows, [2, 3, 3, 12])) as tf.Tensor;
      };
      expectClose(maxout(x), pooled(x), 0);
      const weighting = waves([2, 3, 3, 3], 1.3);
      const gradient = gradientOf(pooled, x, weighting);
      expectClose(gradientOf(maxout, x, weighting), gradient, 0);
      // Whoever shares among equals gets something else: the test does see ties.
      const shared = gradientOf(
        (v) => tf.max(tf.reshape(tf.transpose(tf.reshape(v, [2, 3, 2, 3, 2, 3]), [0, 1, 3, 5, 2, 4]), [2, 3, 3, 3, 4]), -1), // prettier-ignore
        x,
        weighting,
      );
      expect(tf.max(tf.abs(tf.sub(shared, gradient))).dataSync()[0]).toBeGreaterThan(0.1);
    });
  });

  it('says which number does not divide', () => {
    const layer = new Maxout({ inputShape: [10], pieces: 4 });
    expect(() => tf.sequential({ layers: [layer] })).toThrow(/10 channels do not divide into groups of 4/); // prettier-ignore
  });
});
