import * as tf from '@axiswise/tensorflow';

/** What a layer does with its weighted sum; TensorFlow.js declares it protected. */
export interface LayerActivation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

interface Convolution {
  readonly kernel?: tf.LayerVariable;
  readonly depthwiseKernel?: tf.LayerVariable;
  readonly bias?: tf.LayerVariable | null;
  readonly strides: number[];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: number[] | number;
}

/**
 * Computes a `Conv2D`, `Conv3D` or `DepthwiseConv2D` up to its activation.
 *
 * A layer's own way is one fused operation, whose gradient computes that of the filters with that of the
 * input: twice the work, for numbers that nobody reads here.
 */
export function convolveStepwise(layer: tf.layers.Layer, input: tf.Tensor): tf.Tensor {
  const { kernel, depthwiseKernel, bias, strides, padding, dilationRate } =
    layer as unknown as Convolution;
  const filter = (depthwiseKernel ?? kernel)!.read();
  const convolve = depthwiseKernel ? tf.depthwiseConv2d : tf.conv2d;
  const convolved =
    filter.rank === 5
      ? tf.conv3d(
          input as tf.Tensor5D,
          filter as tf.Tensor5D,
          strides as [number, number, number],
          padding,
        )
      : convolve(
          input as tf.Tensor4D,
          filter as tf.Tensor4D,
          strides as [number, number],
          padding,
          'NHWC',
          dilationRate as [number, number] | number,
        );
  return bias ? tf.add(convolved, bias.read()) : convolved;
}

/**
 * Takes the activation off a layer, whose output is then the weighted sum.
 *
 * @returns the name of the activation that it had.
 */
export function removeActivation(layer: tf.layers.Layer): string {
  const name = activationOf(layer)?.getClassName() ?? 'linear';
  (layer as unknown as { activation: LayerActivation | null }).activation = null;
  return name;
}

/** The activation of a layer that has one. */
export const activationOf = (layer: tf.layers.Layer): LayerActivation | null =>
  (layer as unknown as { readonly activation: LayerActivation | null }).activation;
