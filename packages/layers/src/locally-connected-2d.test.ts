import { useBackend } from '@axiswise/backend';
import { describeLayerContract, expectClose, testBackend, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { LocallyConnected2D } from './locally-connected-2d.ts';

describeLayerContract('LocallyConnected2D', {
  make: (inputShape) => new LocallyConnected2D({ inputShape, filters: 3, kernelSize: [3, 2] }),
  inputShape: [5, 4, 2],
  outputShape: [3, 3, 3],
  parameters: 9 * 3 * (3 * 2 * 2 + 1),
});

describeLayerContract('LocallyConnected2D with strides', {
  make: (inputShape) =>
    new LocallyConnected2D({ inputShape, filters: 2, kernelSize: [3, 3], strides: [2, 1] }),
  inputShape: [7, 4, 1],
  outputShape: [3, 2, 2],
  parameters: 6 * 2 * 10,
});

describe('LocallyConnected2D', () => {
  beforeAll(() => useBackend(testBackend()));

  it('applies to each position the weights of that position', () => {
    // Two positions along one row, kernel 1×2: the first adds its pair, the second subtracts.
    const layer = new LocallyConnected2D({ inputShape: [1, 3, 1], filters: 1, kernelSize: [1, 2] });
    const model = tf.sequential({ layers: [layer] });
    layer.setWeights([tf.tensor([1, 1, 1, -1], [2, 2, 1]), tf.tensor([0, 100], [2, 1])]);
    const output = model.predict(tf.tensor([10, 20, 40], [1, 1, 3, 1])) as tf.Tensor;
    expect([...output.dataSync()]).toEqual([30, 80]);
  });

  it('is the convolution when all positions have the same weights', () => {
    tf.tidy(() => {
      const layer = new LocallyConnected2D({
        inputShape: [6, 5, 2],
        filters: 3,
        kernelSize: [3, 3],
      });
      const model = tf.sequential({ layers: [layer] });
      const kernel = waves([3, 3, 2, 3]) as tf.Tensor4D;
      const tied = tf.tile(tf.reshape(kernel, [1, 18, 3]), [12, 1, 1]);
      layer.setWeights([tied, tf.zeros([12, 3])]);
      const x = waves([2, 6, 5, 2]) as tf.Tensor4D;
      expectClose(model.apply(x) as tf.Tensor, tf.conv2d(x, kernel, 1, 'valid'), 1e-5);
    });
  });

  it('says which kernel does not fit', () => {
    const layer = new LocallyConnected2D({ inputShape: [2, 5, 1], filters: 1, kernelSize: [3, 3] });
    expect(() => tf.sequential({ layers: [layer] })).toThrow(/3×3 does not fit into 2×5/);
  });
});
