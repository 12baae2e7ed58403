import type { ConvolutionGeometry } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { type Symbolic, through, twoAxes } from '../symbolic.ts';

/**
 * A bias by position from standard layers, for models that load without this project: positions become
 * channels, and a depthwise convolution with weights of one adds a bias to each.
 */
export function positionBiasFromStandardLayers(
  name: string,
  layer: ConvolutionGeometry,
): {
  apply(input: Symbolic): Symbolic;
  setWeights(model: tf.LayersModel, bias: tf.Tensor): void;
} {
  const lengths = twoAxes(layer.windows).map(({ outputLength }) => outputLength);
  const shape = [...lengths, layer.filters];
  const size = tf.util.sizeFromShape(shape);
  const weightsName = `${name}_weights`;
  return {
    apply: (input) =>
      through(
        input,
        tf.layers.reshape({ targetShape: [1, 1, size], name: `${name}_channels` }),
        tf.layers.depthwiseConv2d({ kernelSize: [1, 1], depthMultiplier: 1, name: weightsName }),
        tf.layers.reshape({ targetShape: shape, name }),
      ),
    setWeights: (model, bias) =>
      tf.tidy(() =>
        model
          .getLayer(weightsName)
          .setWeights([tf.ones([1, 1, size, 1]), tf.reshape(bias, [size])]),
      ),
  };
}
