import * as tf from '@tensorflow/tfjs-core';
import { completeGradient } from './complete-gradient.ts';

interface Attributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of average pooling with padding.
 *
 * Pooling divides by the number of values in a window, without padding. The gradients of the cpu
 * and wasm engines divide by the window's whole size instead; native TensorFlow's is right. Without
 * padding all agree, so this computes the gradient of the padded input and scales it by window size
 * over values.
 */
export function registerPaddedAveragePoolingGradient(): void {
  completeGradient('AvgPool', (plain) => ({
    ...plain,
    gradFunc: (dy, saved, attrs) => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
      const [x] = saved as [tf.Tensor4D];
      const info = tf.backend_util.computePool2DInfo(
        x.shape,
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const rows = alongAxis(
        info.inHeight,
        info.outHeight,
        info.filterHeight,
        info.strideHeight,
        info.padInfo.top,
      );
      const columns = alongAxis(
        info.inWidth,
        info.outWidth,
        info.filterWidth,
        info.strideWidth,
        info.padInfo.left,
      );
      if (!rows.padded && !columns.padded) return plain.gradFunc(dy as never, saved, attrs);
      return {
        x: () =>
          tf.tidy(() => {
            const scale = tf.tensor4d(
              rows.share.flatMap((row) => columns.share.map((column) => row * column)),
              [1, info.outHeight, info.outWidth, 1],
            );
            const seen = tf.engine().runKernel(
              'AvgPoolGrad',
              {
                dy: tf.mul(dy as tf.Tensor4D, scale),
                input: tf.zeros([info.batchSize, rows.reach, columns.reach, info.inChannels]),
              },
              {
                filterSize: [info.filterHeight, info.filterWidth],
                strides: [info.strideHeight, info.strideWidth],
                pad: 'valid',
              },
            ) as unknown as tf.Tensor4D;
            const whole = tf.pad(seen, [
              [0, 0],
              [0, rows.missing],
              [0, columns.missing],
              [0, 0],
            ]);
            return tf.slice(whole, [0, info.padInfo.top, info.padInfo.left, 0], x.shape);
          }),
      };
    },
  }));
}

/** Windows along one axis. */
function alongAxis(
  length: number,
  outLength: number,
  window: number,
  stride: number,
  before: number,
): {
  readonly padded: boolean;
  /** Positions from the first to the last one that a window touches. */
  readonly reach: number;
  /** Positions after those, which no window touches. */
  readonly missing: number;
  /** For every window, its size divided by the number of its values. */
  readonly share: readonly number[];
} {
  const reach = (outLength - 1) * stride + window;
  const share = Array.from({ length: outLength }, (_, i) => {
    const start = i * stride - before;
    const values = Math.min(length, start + window) - Math.max(0, start);
    return values > 0 ? window / values : 0;
  });
  return {
    padded: before > 0 || reach > length,
    reach,
    missing: Math.max(0, before + length - reach),
    share,
  };
}
