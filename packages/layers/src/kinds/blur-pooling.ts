import { type BlurPoolingGeometry, blurPoolingKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { BlurPooling, blurMatrix } from '../blur-pooling.ts';
import { implementLayer } from '../layer-tensors.ts';
import { type Symbolic, through, twoAxes } from '../symbolic.ts';

implementLayer(blurPoolingKind, {
  build(layer, [x], { portable }) {
    const { name } = layer;
    if (portable) return fromStandardLayers(layer, x);
    return through(x, new BlurPooling({ name, windows: twoAxes(layer.windows) }));
  },
  transfer(layer, _from, to) {
    twoAxes(layer.windows).forEach((window, axis) => {
      if (window.kernelSize === 1 && window.stride === 1) return;
      tf.tidy(() =>
        to
          .getLayer(denseName(layer, axis))
          .setWeights([tf.transpose(tf.tensor2d(blurMatrix(window)))]),
      );
    });
  },
});

const denseName = ({ name }: BlurPoolingGeometry, axis: number): string =>
  `${name}_matrix_${axis + 1}`;

/** Along each axis a dense layer whose weights are not trained; what it works along comes last for it. */
function fromStandardLayers(layer: BlurPoolingGeometry, x: Symbolic): Symbolic {
  const { name } = layer;
  const lengths = x.shape.slice(1, -1) as number[];
  const channels = x.shape[x.shape.length - 1]!;
  const size = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);
  let value = x;
  twoAxes(layer.windows).forEach(({ kernelSize, stride, outputLength }, axis) => {
    if (kernelSize === 1 && stride === 1) return;
    const before = size(lengths.slice(0, axis));
    const behind = size(lengths.slice(axis + 1)) * channels;
    const step = `${name}_axis_${axis + 1}`;
    value = through(
      value,
      tf.layers.reshape({ targetShape: [before, lengths[axis], behind], name: `${step}_plane` }),
      tf.layers.permute({ dims: [1, 3, 2], name: `${step}_last` }),
      tf.layers.dense({
        units: outputLength,
        useBias: false,
        trainable: false,
        name: denseName(layer, axis),
      }),
      tf.layers.permute({ dims: [1, 3, 2], name: `${step}_back` }),
    );
    lengths[axis] = outputLength;
  });
  return through(value, tf.layers.reshape({ targetShape: [...lengths, channels], name }));
}
