import * as tf from '@tensorflow/tfjs-core';

interface Attributes {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

/**
 * The gradient of a strided slice, which TensorFlow.js lacks: each value returns to its origin,
 * other values are zero. For slices without masks and with positive strides.
 */
export function registerStridedSliceGradient(): void {
  tf.registerGradient({
    kernelName: 'StridedSlice',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => {
      const { begin, strides, ...masks } = attrs as unknown as Attributes;
      const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = masks;
      if (beginMask || endMask || ellipsisMask || newAxisMask || shrinkAxisMask) {
        throw new Error('the gradient of a strided slice with masks is not available');
      }
      if (strides.some((stride) => stride < 1)) {
        throw new Error('the gradient of a strided slice needs positive strides');
      }
      return {
        x: () =>
          tf.tidy(() => {
            let gradient = dy as tf.Tensor;
            for (let axis = 0; axis < x.shape.length; axis++) {
              const first = begin[axis] < 0 ? begin[axis] + x.shape[axis] : begin[axis];
              gradient = putBack(gradient, axis, x.shape[axis], first, strides[axis]);
            }
            return gradient;
          }),
      };
    },
  });
}

/** Puts the values along one axis at first, first + stride, … of `length` positions. */
function putBack(
  values: tf.Tensor,
  axis: number,
  length: number,
  first: number,
  stride: number,
): tf.Tensor {
  const before = values.shape.slice(0, axis);
  const after = values.shape.slice(axis + 1);
  const count = values.shape[axis];
  const rows = tf.util.sizeFromShape(before);
  const size = tf.util.sizeFromShape(after);
  const spread = tf.reshape(
    tf.pad(tf.reshape(values, [rows, count, 1, size]), [
      [0, 0],
      [0, 0],
      [0, stride - 1],
      [0, 0],
    ]),
    [rows, count * stride, size],
  );
  const reach = (count - 1) * stride + 1;
  return tf.reshape(
    tf.pad(tf.slice(spread, [0, 0, 0], [rows, reach, size]), [
      [0, 0],
      [first, length - first - reach],
      [0, 0],
    ]),
    [...before, length, ...after],
  );
}
