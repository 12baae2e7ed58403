import type { NetworkGeometry, NetworkLayer } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';
import { initialWeights } from './initial-weights.ts';
import './kinds/index.ts';
import {
  type Constraint,
  type LayerTable,
  tensorsOf,
  type TokenVectors,
  type WeightHolder,
} from './layer-tensors.ts';
import { applyPaddingMark, fillPaddingMark } from './padding-mark.ts';
import { type LastActivation, outputNameOf } from './probabilities.ts';
import type { RandomLayer } from './random-layer.ts';
import type { StatisticsLayer } from './statistics-layer.ts';
import { type Symbolic, through } from './symbolic.ts';

/** What outputs are multiplied by, one by one, and what is added then. */
export interface Rescaling {
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

/** A network as TensorFlow.js layers, as training takes it. */
export interface TrainableNetwork {
  /** Absent of a model that was not built from one. */
  readonly geometry?: NetworkGeometry | undefined;
  readonly activation: LastActivation;
  /** `[batch, ...input shape]` → `[batch, classes]` probabilities, or what else the task's activation gives. */
  readonly model: tf.LayersModel;
  /** The same layers up to the logits: what a loss is computed from. */
  readonly logits: tf.LayersModel;
  /** The tables of embeddings, which are no weights of the models. */
  readonly tables: readonly LayerTable[];
  /** To be called after every update of the weights, inside `tf.tidy` or not. */
  readonly constraints: readonly Constraint[];
  /** The layers that draw random numbers while training, such as dropout. */
  readonly randomLayers: readonly RandomLayer[];
  /** The layers that keep moving means of the batches, such as batch normalisation. */
  readonly statisticsLayers: readonly StatisticsLayer[];
}

/** A network that was built from its geometry. */
export interface BuiltNetwork extends TrainableNetwork {
  readonly geometry: NetworkGeometry;
}

/**
 * Builds the network that a geometry describes, with initial weights that follow `seed` and the
 * layers' names alone.
 *
 * The last activation is a layer of its own behind the logits, because a loss from logits is exact where
 * one from rounded probabilities is not. Where it is a softmax, the last layer must be dense with a softmax,
 * or a softmax; otherwise it must be linear.
 *
 * @param options.activation the last one: by default a softmax.
 * @param options.vectors vectors for the tokens, for embeddings that begin with such.
 * @throws InputError where the network does not end so, or a kind of layer does not say how it
 *   is built, or counts other weights than it builds.
 */
export function buildNetwork(
  geometry: NetworkGeometry,
  options: {
    readonly seed: number;
    readonly vectors?: TokenVectors | undefined;
    readonly activation?: LastActivation;
  },
): BuiltNetwork {
  const { seed, vectors, activation = 'softmax' } = options;
  const { model, logits } = assemble(geometry, { seed, portable: false, activation });
  const random = (...stream: readonly string[]): Random => new Random(seed, ...stream);
  for (const layer of geometry.layers) {
    const tensors = tensorsOf(layer);
    for (const holder of tensors.weights?.(layer) ?? []) {
      drawWeights(model.getLayer(holder.name), holder, random('weights', holder.name));
    }
    tensors.initialize?.(layer, { tf, model, vectors, random });
  }
  const tables = geometry.layers.flatMap((layer) => tensorsOf(layer).tables?.(layer, model) ?? []);
  checkCounts(geometry, model, tables);
  return {
    geometry,
    activation,
    model,
    logits,
    tables,
    constraints: geometry.layers.flatMap(
      (layer) => tensorsOf(layer).constraints?.(layer, model) ?? [],
    ),
    ...layersWithState(model),
  };
}

/** The layers of a model that keep what is neither weight nor table. */
export const layersWithState = (
  model: tf.LayersModel,
): Pick<TrainableNetwork, 'randomLayers' | 'statisticsLayers'> => ({
  randomLayers: model.layers.filter(
    (layer): layer is tf.layers.Layer & RandomLayer => 'randomState' in layer,
  ),
  statisticsLayers: model.layers.filter(
    (layer): layer is tf.layers.Layer & StatisticsLayer => 'keepStatistics' in layer,
  ),
});

/**
 * The same network, with the same weights, from the standard layers of TensorFlow.js alone: it
 * saves to a model that plain `tf.loadLayersModel` loads anywhere. Layers keep their names.
 *
 * @param options.rescaled puts the outputs of a linear end into the unit of the targets.
 */
export function toPortableModel(
  { geometry, model, activation }: BuiltNetwork,
  options: { readonly rescaled?: Rescaling | undefined } = {},
): tf.LayersModel {
  const { model: portable } = assemble(geometry, {
    seed: 0,
    portable: true,
    activation,
    rescaled: options.rescaled,
  });
  for (const layer of geometry.layers) {
    const { transfer, weights } = tensorsOf(layer);
    if (transfer) {
      transfer(layer, model, portable);
    } else {
      for (const { name } of weights?.(layer) ?? []) {
        portable.getLayer(name).setWeights(model.getLayer(name).getWeights());
      }
    }
  }
  return portable;
}

/** Builds one layer of any kind, on the outputs of those before it. */
export function buildLayer(
  layer: NetworkLayer,
  inputs: readonly Symbolic[],
  options: BuildOptions & { readonly padding: () => Symbolic | undefined },
): Symbolic {
  return tensorsOf(layer).build(layer, inputs, { ...options, tf, through });
}

interface BuildOptions {
  readonly seed: number;
  readonly portable: boolean;
}

function assemble(
  geometry: NetworkGeometry,
  {
    activation,
    rescaled,
    ...options
  }: BuildOptions & {
    readonly activation: LastActivation;
    readonly rescaled?: Rescaling | undefined;
  },
): Pick<BuiltNetwork, 'model' | 'logits'> {
  const { names, channels, lengths, vocabularySize } = geometry.input;
  checkEnd(geometry, activation);
  const shape = [...names.map((name) => lengths[name]!), channels];
  const input = tf.input({ shape, name: 'input' });
  // Two-dimensional layers serve one axis too, which then gets a neighbour of length one.
  const start =
    names.length === 1 && vocabularySize === undefined
      ? through(input, tf.layers.reshape({ targetShape: [shape[0], 1, channels] }))
      : input;
  let mark: Symbolic | undefined;
  const padding = (): Symbolic | undefined =>
    // What is padding behind an end is known of examples along a single axis.
    vocabularySize === undefined || names.length > 1
      ? undefined
      : (mark ??= applyPaddingMark(input, vocabularySize));
  const outputs = new Map<string, Symbolic>();
  for (const layer of geometry.layers) {
    const inputs =
      layer.inputs.length === 0 ? [start] : layer.inputs.map((name) => outputs.get(name)!);
    outputs.set(layer.name, buildLayer(layer, inputs, { ...options, padding }));
  }
  const logits = outputs.get(geometry.layers[geometry.layers.length - 1].name)!;
  const last = through(logits, lastLayer(activation, rescaled));
  const model = tf.model({ inputs: input, outputs: last });
  if (vocabularySize !== undefined) fillPaddingMark(model, vocabularySize);
  if (rescaled) setRescaling(model, rescaled);
  return { model, logits: tf.model({ inputs: input, outputs: logits }) };
}

/** The layer behind the outputs that a loss is computed from. */
function lastLayer(activation: LastActivation, rescaled: Rescaling | undefined): tf.layers.Layer {
  if (!rescaled) return tf.layers.activation({ activation, name: outputNameOf(activation) });
  // A dense layer, since every framework has it: its kernel is a diagonal matrix.
  const { length: units } = rescaled.scale;
  return tf.layers.dense({ units, name: outputNameOf(activation), trainable: false });
}

function setRescaling(model: tf.LayersModel, { scale, offset }: Rescaling): void {
  tf.tidy(() =>
    model
      .getLayer(outputNameOf('linear'))
      .setWeights([tf.diag(tf.tensor1d([...scale])), tf.tensor1d([...offset])]),
  );
}

function checkEnd({ layers }: NetworkGeometry, activation: LastActivation): void {
  const last = layers[layers.length - 1];
  const wanted = activation === 'softmax' ? 'softmax' : 'linear';
  if (last.kind.lastActivation?.(last.spec) === wanted) return;
  if (activation !== 'softmax') {
    throw new InputError(
      'geometry',
      `the last layer of a network for this task must be linear, as those of its head are, but ` +
        `"${last.name}" came; let the network end with the head that it is given`,
    );
  }
  throw new InputError(
    'geometry',
    `the last layer of a classifier is dense(classes, { activation: 'softmax' }) or softmax(), but ` +
      `"${last.name}" came`,
  );
}

/** Budgets and reports count by the geometry: a kind that counts wrongly must not go unseen. */
function checkCounts(
  { layers, totals }: NetworkGeometry,
  { trainableWeights }: tf.LayersModel,
  tables: readonly LayerTable[],
): void {
  const built =
    trainableWeights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0) +
    tables.reduce((sum, { layer, trained }) => sum + (trained ? layer.table.length : 0), 0);
  if (built === totals.parameters) return;
  const kinds = new Set(layers.filter(({ parameters }) => parameters > 0).map((l) => l.kind.name));
  throw new InputError(
    'geometry',
    `the network counts ${totals.parameters} parameters, but ${built} were built; one of its layer ` +
      `kinds (${[...kinds].join(', ')}) derives another number than it builds`,
  );
}

/** Sets the initial weights of a TensorFlow.js layer: its kernel is drawn, its biases are zero. */
function drawWeights(
  layer: tf.layers.Layer,
  { fan, activation = 'linear' }: WeightHolder,
  random: Random,
): void {
  if (!fan) return;
  const [kernel, ...biases] = layer.getWeights();
  tf.tidy(() => {
    const values = initialWeights(kernel.size, fan, activation, random);
    const zeros = biases.map(({ shape }) => tf.zeros(shape));
    layer.setWeights([tf.tensor(values, kernel.shape), ...zeros]);
  });
}
