import type { ConvolutionGeometry, NetworkLayer } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import * as tf from '@tensorflow/tfjs';
import { applyLayer } from './build-network.ts';
import { filterLayerNames, positionBiasName } from './convolution.ts';
import type { Symbolic } from './symbolic.ts';

/** A layer wherever it stands. */
type LayerAlone = NetworkLayer extends infer Layer
  ? Layer extends NetworkLayer
    ? Omit<Layer, 'inputs'>
    : never
  : never;

/**
 * Builds layers of a network that follow one another on their own, exactly as the network would: to
 * measure or to prove something about them.
 *
 * The model takes `[batch, ...input shape]` of the first and gives the output of the last; one axis has
 * a neighbour of length one, behind it. Weights are TensorFlow.js's initial ones: set them.
 *
 * @throws InputError for an embedding, whose table is no weight of a model.
 */
export function buildPiece(layers: readonly LayerAlone[]): tf.LayersModel {
  const [first] = layers;
  const embedding = layers.find(({ kind }) => kind === 'embedding');
  if (embedding)
    throw new InputError('geometry', `${embedding.name}: an embedding is not built alone`);
  const input = tf.input({ shape: [...first.inputShape], name: 'input' });
  const { axes, channels, flat } = first.input;
  let x: Symbolic =
    !flat && axes.length === 1
      ? (tf.layers.reshape({ targetShape: [axes[0].length, 1, channels] }).apply(input) as Symbolic)
      : input;
  for (const layer of layers) {
    const placed = { ...layer, inputs: [] } as NetworkLayer;
    x = applyLayer(placed, [x], { seed: 0, portable: false, padding: undefined });
  }
  return tf.model({ inputs: input, outputs: x });
}

/**
 * The variables of a convolution: kernels first, one a bank (a band's, or all positions' in one where
 * nothing is shared), then biases. Laid end to end, they are the shared numbers of `tiedDense`.
 */
export function convolutionVariables(
  model: tf.LayersModel,
  layer: ConvolutionGeometry,
): tf.Variable[] {
  const variablesOf = (name: string): tf.Variable[] =>
    model.getLayer(name).weights.map((weight) => weight.read() as tf.Variable);
  const holders = filterLayerNames(layer).map(variablesOf);
  const kernels = holders.map(([kernel]) => kernel);
  const biases = holders.flatMap(([, ...bias]) => bias);
  if (layer.spec.bias === 'positions' && layer.weightSharing !== 'none') {
    biases.push(...variablesOf(positionBiasName(layer)));
  }
  return [...kernels, ...biases];
}
