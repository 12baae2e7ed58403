import { expectClose, waves } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import { nativeInstalled } from './binding-path.ts';

describe.skipIf(!nativeInstalled())(
  'filters that span the width on native TensorFlow (skipped where `npx axiswise native` was not run)',
  () => {
    beforeAll(() => useBackend('tensorflow'));

    // The same sums without a convolution: each window as a row, times the filter as a matrix.
    const byHand = (x: tf.Tensor4D, filter: tf.Tensor4D, stride: number): tf.Tensor4D => {
      const [batch, height, width, channels] = x.shape;
      const [kernel, , , filters] = filter.shape;
      const rows: tf.Tensor[] = [];
      for (let top = 0; top + kernel <= height; top += stride) {
        const window = tf.slice(x, [0, top, 0, 0], [-1, kernel, -1, -1]);
        const flat = tf.reshape(window, [batch, kernel * width * channels]);
        rows.push(tf.matMul(flat, tf.reshape(filter, [kernel * width * channels, filters])));
      }
      return tf.expandDims(tf.stack(rows, 1), 2);
    };

    it.each([
      [1, 1],
      [3, 1],
      [2, 2],
    ])(
      'are right with %i channels and stride %i, and so are their gradients',
      (channels, stride) => {
        tf.tidy(() => {
          const x = waves([2, 7, 5, channels]) as tf.Tensor4D;
          const filter = waves([3, 5, channels, 4], 1.3) as tf.Tensor4D;
          const direct = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D =>
            tf.conv2d(a, b, [stride, 1], 'valid');
          const expected = byHand(x, filter, stride);
          expectClose(direct(x, filter), expected, 1e-5);
          const weighting = waves(expected.shape, 0.7);
          const gradients = (f: typeof direct): tf.Tensor[] =>
            tf.grads((a, b) => tf.mul(f(a as tf.Tensor4D, b as tf.Tensor4D), weighting))([
              x,
              filter,
            ]);
          const ours = gradients(direct);
          gradients((a, b) => byHand(a, b, stride)).forEach((gradient, i) => {
            expect(ours[i].shape).toEqual(gradient.shape);
            expectClose(ours[i], gradient, 1e-5);
          });
          const bias = waves([4]) as tf.Tensor1D;
          expectClose(
            tf.fused.conv2d({
              x,
              filter,
              strides: [stride, 1],
              pad: 'valid',
              bias,
              activation: 'relu',
            }),
            tf.relu(tf.add(expected, bias)),
            1e-5,
          );
        });
      },
    );

    it('leave no tensors', () => {
      const step = (): void =>
        tf.tidy(() => {
          const x = waves([2, 7, 5, 1]) as tf.Tensor4D;
          const filter = waves([3, 5, 1, 4]) as tf.Tensor4D;
          tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'valid'))([
            x,
            filter,
          ]);
        });
      step();
      const before = [
        tf.memory().numTensors,
        tf.memory().numDataBuffers,
        tf.backend().numDataIds(),
      ];
      step();
      expect([
        tf.memory().numTensors,
        tf.memory().numDataBuffers,
        tf.backend().numDataIds(),
      ]).toEqual(before);
    });
  },
);
