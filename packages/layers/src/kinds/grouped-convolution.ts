import {
  type Activation,
  type DepthwiseConvolutionGeometry,
  depthwiseConvolutionKind,
  type GroupedConvolutionGeometry,
  groupedConvolutionKind,
} from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { commonStride, GroupedConvolution } from '../grouped-convolution.ts';
import { type BuildContext, implementLayer, type LayerTensors } from '../layer-tensors.ts';
import { padAxes } from '../plane-steps.ts';
import { pair, type Symbolic, through, twoAxes } from '../symbolic.ts';
import { applyStandardFilters, setStandardFilters } from './convolution.ts';

type Grouped = GroupedConvolutionGeometry | DepthwiseConvolutionGeometry;

const tensors: LayerTensors<Grouped> = {
  build: (layer, [x], context) =>
    context.portable
      ? applyPortable(layer, x, context)
      : through(
          x,
          new GroupedConvolution({
            ...argumentsOf(layer),
            groups: layer.groups,
            windows: twoAxes(layer.windows),
          }),
        ),
  weights({ name, weightsPerFilter, filters, groups, input, spec }) {
    const cells = weightsPerFilter / (input.channels / groups);
    const fan = { in: weightsPerFilter, out: (cells * filters) / groups };
    return [{ name, fan, activation: spec.activation }];
  },
  transfer(layer, from, to) {
    const [kernel, ...bias] = from.getLayer(layer.name).getWeights();
    tf.tidy(() => {
      if (isStandardDepthwise(layer)) {
        const [first, second] = kernel.shape;
        const turned = tf.reshape(kernel, [first, second, -1, 1]);
        to.getLayer(layer.name).setWeights([turned, ...bias]);
      } else {
        setStandardFilters(layer, to, [withZeros(kernel, layer), ...bias]);
      }
    });
  },
};

implementLayer(groupedConvolutionKind, tensors);
implementLayer(depthwiseConvolutionKind, tensors);

function argumentsOf({ name, filters, spec }: Grouped) {
  return {
    name,
    filters,
    useBias: spec.bias !== 'none',
    activation: spec.activation as Exclude<Activation, 'softmax'>,
  };
}

/**
 * Standard layers know no groups: each filter has weights for all channels, of which those for other groups
 * are zero. Only for a depthwise convolution over two axes there is a layer.
 */
function applyPortable(layer: Grouped, x: Symbolic, context: BuildContext): Symbolic {
  if (!isStandardDepthwise(layer)) return applyStandardFilters(layer, x, context);
  const windows = twoAxes(layer.windows);
  const { name, useBias, activation } = argumentsOf(layer);
  const stride = commonStride(windows)!;
  return through(
    padAxes(x, windows, `${name}_padding`),
    tf.layers.depthwiseConv2d({
      ...{ name, useBias, activation },
      kernelSize: pair(windows, 'kernelSize'),
      strides: [stride, stride],
      padding: 'valid',
      depthMultiplier: 1,
    }),
  );
}

/** TensorFlow.js ignores a dilation of its depthwise layer; TensorFlow wants equal strides. */
function isStandardDepthwise({ groups, filters, input, windows }: Grouped): boolean {
  const both = twoAxes(windows);
  return (
    groups === input.channels &&
    filters === input.channels &&
    both.length === 2 &&
    commonStride(both) !== undefined &&
    both.every(({ dilation }) => dilation === 1)
  );
}

/** `[…, channels of a group, filters]` → `[…, channels, filters]`, zero where a filter sees nothing. */
function withZeros(kernel: tf.Tensor, { groups, input }: Grouped): tf.Tensor {
  const cells = kernel.shape.slice(0, -2);
  const ofGroup = input.channels / groups;
  const parts = tf
    .split(kernel, groups, -1)
    .map((part, group) =>
      tf.pad(part, [
        ...cells.map((): [number, number] => [0, 0]),
        [group * ofGroup, input.channels - (group + 1) * ofGroup],
        [0, 0],
      ]),
    );
  return parts.length === 1 ? parts[0] : tf.concat(parts, parts[0].rank - 1);
}
