import * as tf from '@tensorflow/tfjs-core';
import { completeGradient } from './complete-gradient.ts';

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of a dilated convolution, plain or depthwise, for which TensorFlow.js throws
 * (tensorflow/tfjs#7906).
 *
 * A dilated convolution is a plain one of stride 1 whose filter has zeros between its weights. So
 * its gradients are those of the plain one with the zeros inserted; for the filter they are removed
 * again.
 */
export function registerDilatedConvolutionGradient(
  kernelName: 'Conv2D' | 'DepthwiseConv2dNative',
): void {
  completeGradient(kernelName, (plain) => ({
    ...plain,
    gradFunc: (dy, saved, attrs) => {
      const { dilations, ...rest } = attrs as unknown as Attributes;
      const [height, width] =
        [dilations].flat().length === 1
          ? [dilations as number, dilations as number]
          : (dilations as [number, number]);
      if (height === 1 && width === 1) return plain.gradFunc(dy as never, saved, attrs);
      if (rest.dataFormat === 'NCHW') {
        throw new Error('the gradient of a dilated convolution is computed for NHWC only');
      }
      const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
      const gradients = (): Record<'x' | 'filter', () => tf.Tensor> =>
        plain.gradFunc(dy as never, [x, withZeros(filter, height, width)], {
          ...rest,
          dilations: [1, 1],
        } as never) as never;
      return {
        x: () => tf.tidy(() => gradients().x()),
        filter: () =>
          tf.tidy(() => {
            const gradient = gradients().filter() as tf.Tensor4D;
            const [rows, columns, inChannels, outChannels] = gradient.shape;
            return tf.stridedSlice(
              gradient,
              [0, 0, 0, 0],
              [rows, columns, inChannels, outChannels],
              [height, width, 1, 1],
            );
          }),
      };
    },
  }));
}

/** `[h, w, in, out]` → `[(h − 1) · height + 1, (w − 1) · width + 1, in, out]`. */
function withZeros(filter: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  return tf.tidy(() => {
    const [rows, columns, inChannels, outChannels] = filter.shape;
    const cells = tf.reshape(filter, [rows, 1, columns, 1, inChannels, outChannels]);
    const spread = tf.pad(cells, [
      [0, 0],
      [0, height - 1],
      [0, 0],
      [0, width - 1],
      [0, 0],
      [0, 0],
    ]);
    return tf.slice(
      tf.reshape(spread, [rows * height, columns * width, inChannels, outChannels]),
      [0, 0, 0, 0],
      [(rows - 1) * height + 1, (columns - 1) * width + 1, inChannels, outChannels],
    ) as tf.Tensor4D;
  });
}
