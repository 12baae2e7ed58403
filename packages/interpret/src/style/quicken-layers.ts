import * as tf from '@tensorflow/tfjs';

interface Convolution {
  readonly kernel: tf.LayerVariable;
  readonly bias?: tf.LayerVariable | null;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor } | null;
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dataFormat?: string;
  readonly dilationRate: [number, number] | number;
}

interface Pooling {
  readonly poolSize: [number, number];
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
}

const only = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor4D => [inputs].flat()[0] as tf.Tensor4D;

/**
 * Makes the layers of a model compute step by step: convolution, bias, activation.
 *
 * Their own way is one fused operation, whose gradient computes that of the filters with that of the
 * picture: twice the work, for numbers that nobody reads here.
 *
 * @param averagePooling whether max pooling takes averages from now on.
 */
export function quickenLayers(model: tf.LayersModel, averagePooling: boolean): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === 'Conv2D') {
      const { kernel, bias, activation, strides, padding, dilationRate } =
        layer as unknown as Convolution;
      layer.call = (inputs) =>
        tf.tidy(() => {
          const convolved = tf.conv2d(
            only(inputs),
            kernel.read() as tf.Tensor4D,
            strides,
            padding,
            'NHWC',
            dilationRate,
          );
          const shifted = bias ? tf.add(convolved, bias.read()) : convolved;
          return activation ? activation.apply(shifted) : shifted;
        });
    } else if (averagePooling && layer.getClassName() === 'MaxPooling2D') {
      const { poolSize, strides, padding } = layer as unknown as Pooling;
      layer.call = (inputs) => tf.avgPool(only(inputs), poolSize, strides, padding);
    }
  }
}
