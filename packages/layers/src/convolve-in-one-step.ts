import * as tf from '@axiswise/tensorflow';

/**
 * A convolution with bias and activation in one operation, whose gradient `@axiswise/backend` has; or in
 * three where the activation is another than a ReLU. The layers of TensorFlow.js take three while they record
 * for gradients.
 */
export function convolveInOneStep(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor | undefined,
  attrs: {
    readonly strides: readonly [number, number];
    readonly pad: 'valid' | 'same';
    readonly dilations: readonly [number, number];
    readonly activation: string;
  },
  activation: tf.layers.Layer,
): tf.Tensor {
  if (bias && (attrs.activation === 'linear' || attrs.activation === 'relu')) {
    const fused = { ...attrs, dataFormat: 'NHWC' } as unknown as tf.NamedAttrMap;
    return tf.engine().runKernel('FusedConv2D', { x, filter, bias }, fused) as tf.Tensor;
  }
  const convolved = tf.conv2d(x, filter, [...attrs.strides], attrs.pad, 'NHWC', [
    ...attrs.dilations,
  ]);
  return activation.apply(bias ? tf.add(convolved, bias) : convolved) as tf.Tensor;
}
