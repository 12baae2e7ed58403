import * as tf from '@axiswise/tensorflow';
import { convolveInOneStep } from '../convolve-in-one-step.ts';

type Conv2D = ReturnType<typeof tf.layers.conv2d>;

/**
 * A convolution layer whose training is as fast as its inference: it computes in one step. What is saved is
 * the standard layer.
 */
export function trainableConv2D(args: Parameters<typeof tf.layers.conv2d>[0]): Conv2D {
  const { activation = 'linear', strides, padding, dilationRate } = args;
  const layer = tf.layers.conv2d(args);
  const activate = tf.layers.activation({ activation });
  const attrs = {
    strides: strides as [number, number],
    pad: padding as 'valid' | 'same',
    dilations: dilationRate as [number, number],
    activation,
  };
  layer.call = (inputs) =>
    tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [filter, bias] = layer.weights.map((weight) => weight.read());
      return convolveInOneStep(x, filter as tf.Tensor4D, bias, attrs, activate);
    });
  return layer;
}
