import { Random } from '@axiswise/data/random';
import {
  type Activation,
  type AxisWindow,
  type ConvolutionGeometry,
  type DenseGeometry,
  GeometryError,
  type NetworkGeometry,
  type NetworkLayer,
  type PoolingGeometry,
} from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { initialWeights, initializerFor } from './initial-weights.ts';
import { LocallyConnected2D } from './locally-connected-2d.ts';
import { locallyConnectedFromStandardLayers } from './locally-connected-portable.ts';
import { SeededDropout } from './seeded-dropout.ts';
import { unfusedConv2D } from './unfused-conv2d.ts';

type Symbolic = tf.SymbolicTensor;

/** A network as TensorFlow.js layers. */
export interface BuiltNetwork {
  readonly geometry: NetworkGeometry;
  /** `[batch, ...input shape]` → `[batch, classes]` probabilities. */
  readonly model: tf.LayersModel;
  /** The same layers up to the logits: what a loss is computed from. */
  readonly logits: tf.LayersModel;
}

interface BuildOptions {
  readonly seed: number;
  /** Standard layers only, so that plain `tf.loadLayersModel` can load the model. */
  readonly portable: boolean;
}

/**
 * Builds the network that a geometry describes, with initial weights that follow `seed` and the
 * layers' names alone.
 *
 * The last layer must be dense with a softmax: it is built as logits and an activation, because a
 * loss from logits is exact where one from rounded probabilities is not.
 */
export function buildNetwork(
  geometry: NetworkGeometry,
  options: { readonly seed: number },
): BuiltNetwork {
  const built = assemble(geometry, { ...options, portable: false });
  for (const layer of geometry.layers) drawWeights(built.model, layer, options.seed);
  return built;
}

/**
 * The same network, with the same weights, from the standard layers of TensorFlow.js alone: it
 * saves to a model that plain `tf.loadLayersModel` loads anywhere. Layers keep their names.
 */
export function toPortableModel(network: BuiltNetwork): tf.LayersModel {
  const { model } = assemble(network.geometry, { seed: 0, portable: true });
  for (const layer of network.geometry.layers) {
    const weights = network.model.getLayer(layer.name)?.getWeights() ?? [];
    if (weights.length === 0) continue;
    if (layer.kind === 'convolution' && layer.weightSharing === 'none') {
      locallyConnectedFromStandardLayers(layer, spatial(layer.windows)).setWeights(model, weights);
    } else {
      model.getLayer(layer.name).setWeights(weights);
    }
  }
  return model;
}

function assemble(geometry: NetworkGeometry, options: BuildOptions): BuiltNetwork {
  const { axes, channels, lengths } = geometry.input;
  if (axes.names.length > 2) {
    throw new GeometryError(
      `networks are built over one or two axes, but ${axes.names.length} came (${axes.names.join(', ')})`,
    );
  }
  const last = geometry.layers[geometry.layers.length - 1];
  if (last.kind !== 'dense' || last.spec.activation !== 'softmax') {
    throw new GeometryError(
      `the last layer of a classifier is dense(classes, { activation: 'softmax' }), but "${last.name}" came`,
    );
  }
  const shape = [...axes.names.map((name) => lengths[name]), channels];
  const input = tf.input({ shape, name: 'input' });
  // Two-dimensional layers serve one axis too, which then gets a neighbour of length one.
  let x =
    axes.names.length === 1
      ? (tf.layers.reshape({ targetShape: [shape[0], 1, channels] }).apply(input) as Symbolic)
      : input;
  for (const layer of geometry.layers) x = applyLayer(layer, x, options);
  const logits = x;
  const probabilities = tf.layers
    .activation({ activation: 'softmax', name: 'probabilities' })
    .apply(logits) as Symbolic;
  return {
    geometry,
    model: tf.model({ inputs: input, outputs: probabilities }),
    logits: tf.model({ inputs: input, outputs: logits }),
  };
}

function applyLayer(layer: NetworkLayer, x: Symbolic, options: BuildOptions): Symbolic {
  switch (layer.kind) {
    case 'convolution':
      return applyConvolution(layer, x, options);
    case 'pooling':
      return applyPooling(layer, x);
    case 'flatten':
      return tf.layers.flatten({ name: layer.name }).apply(x) as Symbolic;
    case 'dense':
      return tf.layers.dense({ name: layer.name, ...denseArgs(layer) }).apply(x) as Symbolic;
    case 'dropout': {
      const { rate } = layer.spec;
      const dropout = options.portable
        ? tf.layers.dropout({ rate, name: layer.name })
        : new SeededDropout({ rate, seed: options.seed, name: layer.name });
      return dropout.apply(x) as Symbolic;
    }
  }
}

function denseArgs(layer: DenseGeometry): Parameters<typeof tf.layers.dense>[0] {
  const { units, activation } = layer.spec;
  return {
    units,
    activation: activation === 'softmax' ? 'linear' : activation,
    kernelInitializer: initializerFor(activation),
  };
}

function applyConvolution(
  layer: ConvolutionGeometry,
  input: Symbolic,
  options: BuildOptions,
): Symbolic {
  const windows = spatial(layer.windows);
  const { name, filters } = layer;
  const activation = layer.spec.activation as Exclude<Activation, 'softmax'>;
  const kernelSize = pair(windows, 'kernelSize');
  const strides = pair(windows, 'stride');
  // TensorFlow.js pads both axes alike; zeros of our own allow each axis what its strategy says.
  const unpadded = windows.every(({ padBefore, padAfter }) => padBefore + padAfter === 0);
  const x = unpadded
    ? input
    : (tf.layers
        .zeroPadding2d({
          name: `${name}_padding`,
          padding: windows.map((w) => [w.padBefore, w.padAfter]) as [
            [number, number],
            [number, number],
          ],
        })
        .apply(input) as Symbolic);
  if (layer.weightSharing === 'none') {
    if (windows.some(({ dilation }) => dilation > 1)) {
      throw new GeometryError(`${name}: a locally connected layer cannot be dilated`);
    }
    return options.portable
      ? locallyConnectedFromStandardLayers(layer, windows).apply(x)
      : (new LocallyConnected2D({ name, filters, kernelSize, strides, activation }).apply(
          x,
        ) as Symbolic);
  }
  const dilated = windows.some(({ dilation }) => dilation > 1);
  const conv2d = dilated && !options.portable ? unfusedConv2D : tf.layers.conv2d;
  return conv2d({
    name,
    filters,
    kernelSize,
    strides,
    dilationRate: pair(windows, 'dilation'),
    padding: 'valid',
    activation,
    kernelInitializer: initializerFor(activation),
  }).apply(x) as Symbolic;
}

function applyPooling(layer: PoolingGeometry, x: Symbolic): Symbolic {
  const windows = spatial(layer.windows);
  const pool2d = (
    poolSize: [number, number],
    strides: [number, number],
    padding: 'valid' | 'same',
    name = layer.name,
  ) =>
    tf.layers[layer.spec.keep === 'max' ? 'maxPooling2d' : 'averagePooling2d']({
      poolSize,
      strides,
      padding,
      name,
    });
  const padded = windows.map(({ padBefore, padAfter }) => padBefore + padAfter > 0);
  const mixed = padded.some(Boolean) && !windows.every((w, i) => padded[i] || isWholeEitherWay(w));
  if (!mixed) {
    const padding = padded.some(Boolean) ? 'same' : 'valid';
    return pool2d(pair(windows, 'kernelSize'), pair(windows, 'stride'), padding).apply(
      x,
    ) as Symbolic;
  }
  // One axis padded, the other not: maxima and means over a window are taken axis after axis.
  const [first, second] = windows;
  const [firstPadding, secondPadding] = padded.map((some) => (some ? 'same' : 'valid'));
  const between = pool2d(
    [first.kernelSize, 1],
    [first.stride, 1],
    firstPadding,
    `${layer.name}_first_axis`,
  ).apply(x);
  return pool2d([1, second.kernelSize], [1, second.stride], secondPadding).apply(
    between,
  ) as Symbolic;
}

/** Whether `same` and `valid` padding give the same windows. */
const isWholeEitherWay = ({ inputLength, stride, outputLength }: AxisWindow): boolean =>
  outputLength === Math.ceil(inputLength / stride);

const stillWindow: AxisWindow = {
  kernelSize: 1,
  stride: 1,
  dilation: 1,
  padBefore: 0,
  padAfter: 0,
  inputLength: 1,
  outputLength: 1,
};

const spatial = (windows: readonly AxisWindow[]): readonly AxisWindow[] =>
  windows.length === 1 ? [windows[0], stillWindow] : windows;

const pair = (
  windows: readonly AxisWindow[],
  key: 'kernelSize' | 'stride' | 'dilation',
): [number, number] => [windows[0][key], windows[1][key]];

/** Sets a layer's initial weights from the stream that the seed and the layer's name select. */
function drawWeights(model: tf.LayersModel, layer: NetworkLayer, seed: number): void {
  if (layer.kind !== 'convolution' && layer.kind !== 'dense') return;
  const target = model.getLayer(layer.name);
  const [kernel, bias] = target.getWeights();
  const fan =
    layer.kind === 'convolution'
      ? {
          in: layer.weightsPerFilter,
          out: (layer.weightsPerFilter / layer.input.channels) * layer.filters,
        }
      : { in: layer.input.channels, out: layer.spec.units };
  const random = new Random(seed, 'weights', layer.name);
  tf.tidy(() => {
    const values = initialWeights(kernel.size, fan, layer.spec.activation, random);
    target.setWeights([tf.tensor(values, kernel.shape), tf.zeros(bias.shape)]);
  });
}
