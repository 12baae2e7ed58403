import type { AxisWindow, ConvolutionGeometry } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { unfoldFromStandardLayers } from '../plane-steps.ts';
import { through } from '../symbolic.ts';

/**
 * A locally connected layer from standard layers, for models that load without this project.
 *
 * 1. A convolution with the identity as kernel lays each patch out as channels.
 * 2. Positions become channels: `[patch, 1, positions]`.
 * 3. A depthwise convolution as tall as the patch gives every channel, that is every position, a
 *    filter of its own.
 */
export function locallyConnectedFromStandardLayers(
  layer: ConvolutionGeometry,
  windows: readonly AxisWindow[],
): {
  apply(input: tf.SymbolicTensor): tf.SymbolicTensor;
  setWeights(model: tf.LayersModel, weights: readonly tf.Tensor[]): void;
} {
  const { name, filters, positions, weightsPerFilter: volume } = layer;
  const [height, width] = windows;
  // A layer over two axes lays the windows out; over more, or with gaps in them, several layers do.
  const inOneLayer = windows.length === 2 && windows.every(({ dilation }) => dilation === 1);
  const patchesName = `${name}_patches`;
  const weightsName = `${name}_weights`;
  return {
    apply(input) {
      const patches = inOneLayer
        ? through(
            input,
            tf.layers.conv2d({
              name: patchesName,
              filters: volume,
              kernelSize: [height.kernelSize, width.kernelSize],
              strides: [height.stride, width.stride],
              useBias: false,
              trainable: false,
            }),
          )
        : unfoldFromStandardLayers(
            input,
            windows,
            windows.map((_, axis) => axis),
            patchesName,
          );
      const steps = [
        tf.layers.reshape({ targetShape: [positions, volume], name: `${name}_positions` }),
        tf.layers.permute({ dims: [2, 1], name: `${name}_positions_last` }),
        tf.layers.reshape({ targetShape: [volume, 1, positions], name: `${name}_columns` }),
        tf.layers.depthwiseConv2d({
          name: weightsName,
          kernelSize: [volume, 1],
          depthMultiplier: filters,
          activation: layer.spec.activation,
        }),
        tf.layers.reshape({
          name,
          targetShape: [...windows.map(({ outputLength }) => outputLength), filters],
        }),
      ];
      return through(patches, ...steps);
    },
    setWeights(model, [kernel, bias]) {
      tf.tidy(() => {
        if (inOneLayer) {
          const identity = tf.reshape(tf.eye(volume), [
            height.kernelSize,
            width.kernelSize,
            layer.input.channels,
            volume,
          ]);
          model.getLayer(patchesName).setWeights([identity]);
        }
        // [positions, volume, filters] → [volume, 1, positions, filters]
        const columns = tf.reshape(tf.transpose(kernel, [1, 0, 2]), [
          volume,
          1,
          positions,
          filters,
        ]);
        const biases = bias ? tf.reshape(bias, [-1]) : tf.zeros([positions * filters]);
        model.getLayer(weightsName).setWeights([columns, biases]);
      });
    },
  };
}
