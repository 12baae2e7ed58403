import * as tf from '@axiswise/tensorflow';
import { activationOf, convolveStepwise } from '@axiswise/layers';

interface Pooling {
  readonly poolSize: [number, number];
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
}

const only = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor4D => [inputs].flat()[0] as tf.Tensor4D;

/**
 * Replaces the convolutions of a model by {@link convolveStepwise} followed by the activation.
 *
 * @param averagePooling whether max pooling is replaced by average pooling.
 */
export function quickenLayers(model: tf.LayersModel, averagePooling: boolean): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === 'Conv2D') {
      const activation = activationOf(layer);
      layer.call = (inputs) =>
        tf.tidy(() => {
          const linear = convolveStepwise(layer, only(inputs));
          return activation ? activation.apply(linear) : linear;
        });
    } else if (averagePooling && layer.getClassName() === 'MaxPooling2D') {
      const { poolSize, strides, padding } = layer as unknown as Pooling;
      layer.call = (inputs) => tf.avgPool(only(inputs), poolSize, strides, padding);
    }
  }
}
