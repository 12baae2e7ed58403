import * as tf from '@tensorflow/tfjs';

type Conv2D = ReturnType<typeof tf.layers.conv2d>;

/**
 * Makes a convolution layer compute step by step: convolution, bias, activation.
 *
 * The layer's own way is one fused operation for every activation but a few, and the gradient of that
 * refuses dilation. Step by step, the gradient of `@axiswise/backend` serves. What is saved is the
 * standard layer.
 */
export function unfusedConv2D(args: Parameters<typeof tf.layers.conv2d>[0]): Conv2D {
  const { activation = 'linear', ...rest } = args;
  const layer = tf.layers.conv2d(args);
  const activate = tf.layers.activation({ activation });
  layer.call = (inputs) =>
    tf.tidy(() => {
      const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [kernel, bias] = layer.weights.map((weight) => weight.read());
      const convolved = tf.conv2d(
        input,
        kernel as tf.Tensor4D,
        rest.strides as [number, number],
        rest.padding as 'valid' | 'same',
        'NHWC',
        rest.dilationRate as [number, number],
      );
      return activate.apply(bias ? tf.add(convolved, bias) : convolved) as tf.Tensor;
    });
  return layer;
}
