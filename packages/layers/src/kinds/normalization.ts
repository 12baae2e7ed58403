import {
  batchNormalizationKind,
  groupNormalizationKind,
  type LayerGeometry,
  layerNormalizationKind,
} from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { WholeBatchNormalization } from '../batch-normalization.ts';
import { ExampleNormalization } from '../example-normalization.ts';
import { implementLayer } from '../layer-tensors.ts';
import { type Symbolic, through } from '../symbolic.ts';

implementLayer(batchNormalizationKind, {
  build({ name, spec: { momentum, epsilon } }, [x], { portable }) {
    if (!portable) return through(x, new WholeBatchNormalization({ name, momentum, epsilon }));
    return overTwoAxes(x, name, (of) => tf.layers.batchNormalization({ ...of, momentum, epsilon }));
  },
  // Scale and offset begin at 1 and 0, as the layer says.
  weights: ({ name }) => [{ name }],
  transfer(layer, from, to) {
    const [scale, offset, mean, variance] = from.getLayer(layer.name).getWeights();
    to.getLayer(holderOf(layer)).setWeights([scale, offset, mean, variance]);
  },
});

implementLayer(layerNormalizationKind, {
  build({ name, spec: { epsilon } }, [x], { portable }) {
    if (!portable) return through(x, new ExampleNormalization({ name, epsilon }));
    return overTwoAxes(x, name, (of) => tf.layers.layerNormalization({ ...of, epsilon }));
  },
  // Scale and offset begin at 1 and 0, as the layer says.
  weights: ({ name }) => [{ name }],
  transfer: (layer, from, to) =>
    to.getLayer(holderOf(layer)).setWeights(from.getLayer(layer.name).getWeights()),
});

/**
 * Group normalisation is layer normalisation of what belongs to a group, laid out in a row, without scale and
 * offset; a depthwise convolution of size 1 multiplies and adds those of the channels.
 */
implementLayer(groupNormalizationKind, {
  build({ name, spec: { groups, epsilon } }, [x], { portable }) {
    if (!portable) return through(x, new ExampleNormalization({ name, groups, epsilon }));
    const shape = x.shape.slice(1) as number[];
    const [channels] = shape.slice(-1);
    const positions = tf.util.sizeFromShape(shape) / channels;
    const ofGroup = channels / groups;
    const reshape = (targetShape: number[], what: string) =>
      tf.layers.reshape({ targetShape, name: `${name}${what}` });
    return through(
      x,
      reshape([positions, groups, ofGroup], '_channels_in_groups'),
      tf.layers.permute({ dims: [2, 1, 3], name: `${name}_groups` }),
      reshape([groups, positions * ofGroup], '_rows'),
      tf.layers.layerNormalization({
        ...{ axis: -1, epsilon, center: false, scale: false, name: `${name}_normalized` },
      }),
      reshape([groups, positions, ofGroup], '_groups_of_positions'),
      tf.layers.permute({ dims: [2, 1, 3], name: `${name}_positions` }),
      reshape([positions, 1, channels], '_channels'),
      tf.layers.depthwiseConv2d({
        kernelSize: [1, 1],
        depthMultiplier: 1,
        name: `${name}_weights`,
      }),
      reshape(shape, ''),
    );
  },
  // Scale and offset begin at 1 and 0, as the layer says.
  weights: ({ name }) => [{ name }],
  transfer({ name }, from, to) {
    const [scale, offset] = from.getLayer(name).getWeights();
    tf.tidy(() =>
      to.getLayer(`${name}_weights`).setWeights([tf.reshape(scale, [1, 1, -1, 1]), offset]),
    );
  },
});

/** The standard layer that holds the weights: layers over two axes serve those over others too. */
const holderOf = ({ name, output: { flat, axes } }: LayerGeometry): string =>
  !flat && axes.length <= 2 ? name : `${name}_weights`;

/** Applies a standard layer that works on channels to `[batch, height, width, channels]`. */
function overTwoAxes(
  x: Symbolic,
  name: string,
  layer: (of: { readonly name: string; readonly axis: number }) => tf.layers.Layer,
): Symbolic {
  if (x.rank === 4) return through(x, layer({ name, axis: -1 }));
  const shape = x.shape.slice(1) as number[];
  const [channels] = shape.slice(-1);
  const targetShape = [tf.util.sizeFromShape(shape) / channels, 1, channels];
  return through(
    x,
    tf.layers.reshape({ targetShape, name: `${name}_positions` }),
    layer({ name: `${name}_weights`, axis: -1 }),
    tf.layers.reshape({ targetShape: shape, name }),
  );
}
