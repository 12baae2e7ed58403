import { Random } from '@axiswise/random';
import type { DenseGeometry, NetworkGeometry, NetworkLayer } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import * as tf from '@tensorflow/tfjs';
import { initializerFor, initialWeights } from '../initial-weights.ts';
import { SeededDropout } from '../seeded-dropout.ts';
import type { TokenEmbedding } from '../token-embedding.ts';
import { applyConvolution, filterLayerNames, positionBiasName } from './convolution.ts';
import {
  applyEmbedding,
  fillTables,
  setPortableTables,
  type TokenVectors,
  tablesOf,
} from './embedding.ts';
import { applyGlobalPooling, applyPaddingMark, fillPaddingMark } from './global-pooling.ts';
import { locallyConnectedFromStandardLayers } from './locally-connected-portable.ts';
import { applyMaxout } from './maxout.ts';
import { applyPooling } from './pooling.ts';
import { positionBiasFromStandardLayers } from './position-bias-portable.ts';
import { type BuildOptions, type Symbolic, twoAxes } from './symbolic.ts';
import { applyUpsampling } from './upsampling.ts';

/** A network as TensorFlow.js layers. */
export interface BuiltNetwork {
  readonly geometry: NetworkGeometry;
  /** `[batch, ...input shape]` → `[batch, classes]` probabilities. */
  readonly model: tf.LayersModel;
  /** The same layers up to the logits: what a loss is computed from. */
  readonly logits: tf.LayersModel;
  /** The tables of embeddings, which are no weights of the models: see {@link TokenEmbedding}. */
  readonly tables: readonly {
    readonly layer: TokenEmbedding;
    readonly trained: boolean;
  }[];
}

/**
 * Builds the network that a geometry describes, with initial weights that follow `seed` and the
 * layers' names alone.
 *
 * The last layer must be dense with a softmax, or a softmax: it is built as logits and an activation,
 * because a loss from logits is exact where one from rounded probabilities is not.
 *
 * @param options.vectors vectors for the tokens, for embeddings that begin with such.
 */
export function buildNetwork(
  geometry: NetworkGeometry,
  options: { readonly seed: number; readonly vectors?: TokenVectors | undefined },
): BuiltNetwork {
  const { seed, vectors } = options;
  const models = assemble(geometry, { seed, portable: false });
  const tables: BuiltNetwork['tables'][number][] = [];
  for (const layer of geometry.layers) {
    drawWeights(models.model, layer, seed);
    if (layer.kind === 'embedding') {
      fillTables(models.model, layer, seed, vectors);
      const { tables: declared } = layer.spec;
      tablesOf(models.model, layer).forEach((table, i) =>
        tables.push({ layer: table, trained: declared[i].trained }),
      );
    }
  }
  return { geometry, ...models, tables };
}

/**
 * The same network, with the same weights, from the standard layers of TensorFlow.js alone: it
 * saves to a model that plain `tf.loadLayersModel` loads anywhere. Layers keep their names.
 */
export function toPortableModel(network: BuiltNetwork): tf.LayersModel {
  const { model } = assemble(network.geometry, { seed: 0, portable: true });
  for (const layer of network.geometry.layers) transferWeights(layer, network.model, model);
  return model;
}

function transferWeights(layer: NetworkLayer, from: tf.LayersModel, to: tf.LayersModel): void {
  const copy = (name: string): void =>
    to.getLayer(name).setWeights(from.getLayer(name).getWeights());
  if (layer.kind === 'dense') {
    copy(layer.name);
  } else if (layer.kind === 'embedding') {
    setPortableTables(to, layer, from);
  } else if (layer.kind === 'convolution' && layer.weightSharing === 'none') {
    const weights = from.getLayer(layer.name).getWeights();
    locallyConnectedFromStandardLayers(layer, twoAxes(layer.windows)).setWeights(to, weights);
  } else if (layer.kind === 'convolution') {
    filterLayerNames(layer).forEach(copy);
    if (layer.spec.bias === 'positions') {
      const name = positionBiasName(layer);
      const [bias] = from.getLayer(name).getWeights();
      positionBiasFromStandardLayers(name, layer).setWeights(to, bias);
    }
  }
}

function assemble(
  geometry: NetworkGeometry,
  options: BuildOptions,
): Pick<BuiltNetwork, 'model' | 'logits'> {
  const { names, channels, lengths, vocabularySize } = geometry.input;
  if (geometry.input.axes.names.length > 2) {
    throw new InputError(
      'geometry',
      `networks are built over one or two axes, but ${geometry.input.axes.names.length} came ` +
        `(${geometry.input.axes.names.join(', ')})`,
    );
  }
  checkEnd(geometry);
  const shape = [...names.map((name) => lengths[name]!), channels];
  const input = tf.input({ shape, name: 'input' });
  // Two-dimensional layers serve one axis too, which then gets a neighbour of length one.
  const start =
    names.length === 1 && vocabularySize === undefined
      ? (tf.layers.reshape({ targetShape: [shape[0], 1, channels] }).apply(input) as Symbolic)
      : input;
  const padded =
    vocabularySize !== undefined &&
    geometry.layers.some((layer) => layer.kind === 'global-pooling');
  const padding = padded ? applyPaddingMark(input, vocabularySize) : undefined;
  const outputs = new Map<string, Symbolic>();
  for (const layer of geometry.layers) {
    const inputs =
      layer.inputs.length === 0 ? [start] : layer.inputs.map((name) => outputs.get(name)!);
    outputs.set(layer.name, applyLayer(layer, inputs, { ...options, padding }));
  }
  const logits = outputs.get(geometry.layers[geometry.layers.length - 1].name)!;
  const probabilities = tf.layers
    .activation({ activation: 'softmax', name: 'probabilities' })
    .apply(logits) as Symbolic;
  const model = tf.model({ inputs: input, outputs: probabilities });
  if (padded) fillPaddingMark(model, vocabularySize);
  return { model, logits: tf.model({ inputs: input, outputs: logits }) };
}

function checkEnd({ layers }: NetworkGeometry): void {
  const last = layers[layers.length - 1];
  if (last.kind === 'softmax' || (last.kind === 'dense' && last.spec.activation === 'softmax')) {
    return;
  }
  throw new InputError(
    'geometry',
    `the last layer of a classifier is dense(classes, { activation: 'softmax' }) or softmax(), but ` +
      `"${last.name}" came`,
  );
}

/** One layer of any kind, on what it receives. */
export function applyLayer(
  layer: NetworkLayer,
  inputs: readonly Symbolic[],
  options: BuildOptions & { readonly padding: Symbolic | undefined },
): Symbolic {
  const [x] = inputs;
  switch (layer.kind) {
    case 'convolution':
      return applyConvolution(layer, x, options);
    case 'pooling':
      return applyPooling(layer, x);
    case 'global-pooling':
      return applyGlobalPooling(layer, x, options.padding);
    case 'upsampling':
      return applyUpsampling(layer, x);
    case 'embedding':
      return applyEmbedding(layer, x, options);
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
    case 'maxout':
      return applyMaxout(layer, x, options);
    case 'concatenation':
      return inputs.length === 1
        ? x
        : (tf.layers.concatenate({ axis: -1, name: layer.name }).apply([...inputs]) as Symbolic);
    case 'softmax':
      return x;
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

/** Sets a layer's initial weights from the stream that the seed and the layer's name select. */
function drawWeights(model: tf.LayersModel, layer: NetworkLayer, seed: number): void {
  if (layer.kind !== 'convolution' && layer.kind !== 'dense') return;
  const fan =
    layer.kind === 'convolution'
      ? {
          in: layer.weightsPerFilter,
          out: (layer.weightsPerFilter / layer.input.channels) * layer.filters,
        }
      : { in: layer.input.channels, out: layer.spec.units };
  for (const name of layer.kind === 'convolution' ? filterLayerNames(layer) : [layer.name]) {
    const target = model.getLayer(name);
    const [kernel, bias] = target.getWeights();
    const random = new Random(seed, 'weights', name);
    tf.tidy(() => {
      const values = initialWeights(kernel.size, fan, layer.spec.activation, random);
      const zeros = bias ? [tf.zeros(bias.shape)] : [];
      target.setWeights([tf.tensor(values, kernel.shape), ...zeros]);
    });
  }
}
