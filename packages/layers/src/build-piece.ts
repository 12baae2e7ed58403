import type { LayerGeometry } from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';
import { buildLayer } from './build-network.ts';
import { tensorsOf } from './layer-tensors.ts';
import { type Symbolic, through } from './symbolic.ts';

/**
 * Builds layers of a network that follow one another on their own, exactly as the network would: to
 * measure or to prove something about them.
 *
 * The model takes `[batch, ...input shape]` of the first and gives the output of the last; one axis has
 * a neighbour of length one, behind it. Weights are TensorFlow.js's initial ones: set them.
 *
 * @throws InputError for an embedding, whose table is no weight of a model.
 */
export function buildPiece(layers: readonly LayerGeometry[]): tf.LayersModel {
  const [first] = layers;
  const withTable = layers.find((layer) => tensorsOf(layer).tables);
  if (withTable) {
    throw new InputError(
      'geometry',
      `${withTable.name}: ${withTable.kind.name} layers have tables and cannot be built alone`,
    );
  }
  const input = tf.input({ shape: [...first.inputShape], name: 'input' });
  const { axes, channels, flat } = first.input;
  let x: Symbolic =
    !flat && axes.length === 1
      ? through(input, tf.layers.reshape({ targetShape: [axes[0].length, 1, channels] }))
      : input;
  for (const layer of layers) {
    x = buildLayer({ ...layer, inputs: [] }, [x], {
      seed: 0,
      portable: false,
      padding: () => undefined,
    });
  }
  return tf.model({ inputs: input, outputs: x });
}
