import * as tf from '@tensorflow/tfjs';

type Conv2D = ReturnType<typeof tf.layers.conv2d>;

/**
 * A convolution layer whose training is as fast as its inference.
 *
 * The layer of TensorFlow.js takes three operations while it records for gradients: convolution, bias and
 * activation. This one takes one, whose gradient `@axiswise/backend` has; or three where the activation is
 * another than a ReLU. What is saved is the standard layer.
 */
export function trainableConv2D(args: Parameters<typeof tf.layers.conv2d>[0]): Conv2D {
  const { activation = 'linear', strides, padding, dilationRate } = args;
  const layer = tf.layers.conv2d(args);
  const activate = tf.layers.activation({ activation });
  const attrs = { strides, pad: padding, dataFormat: 'NHWC', dilations: dilationRate };
  layer.call = (inputs) =>
    tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
      const [filter, bias] = layer.weights.map((weight) => weight.read());
      if (bias && (activation === 'linear' || activation === 'relu')) {
        const fused = { ...attrs, activation } as unknown as tf.NamedAttrMap;
        return tf.engine().runKernel('FusedConv2D', { x, filter, bias }, fused) as tf.Tensor;
      }
      const convolved = tf.conv2d(
        x,
        filter as tf.Tensor4D,
        strides as [number, number],
        padding as 'valid' | 'same',
        'NHWC',
        dilationRate as [number, number],
      );
      return activate.apply(bias ? tf.add(convolved, bias) : convolved) as tf.Tensor;
    });
  return layer;
}
