import { InputError } from '@axiswise/messages';
import * as tf from '@axiswise/tensorflow';
import { layersWithState, type TrainableNetwork } from './build-network.ts';
import { type LastActivation, outputNameOf } from './probabilities.ts';
import { TokenEmbedding } from './token-embedding.ts';

/**
 * What a run could not repeat, or not continue, and what does the same: the layers of TensorFlow.js that draw numbers
 * or follow the batches keep their state to themselves.
 */
const unrepeatable: Readonly<Record<string, string>> = {
  AlphaDropout: 'take SeededDropout',
  BatchNormalization: 'take tf.layers.layerNormalization, or build the network from its geometry',
  Dropout: 'take SeededDropout',
  GaussianDropout: 'take SeededDropout',
  GaussianNoise: 'leave it out',
  SpatialDropout1D: 'take SeededDropout',
};

/**
 * Makes a plain TensorFlow.js model trainable, `tf.sequential` or `tf.model`: one input, and as output the numbers that
 * a loss is computed from. The last activation is put behind them here, because a loss from logits is exact where one
 * from rounded probabilities is not. Weights are those of the model, which training changes.
 *
 * Layers are known by their names, also in checkpoints: give them names, for those that TensorFlow.js makes up count on in
 * a process.
 *
 * @param options.activation the last one: by default a softmax, for classes.
 * @throws InputError where the model has several inputs or outputs, ends with an activation, contains a model, or has
 *   layers whose training could not be repeated.
 * @example
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ inputShape: [4], units: 3, name: 'logits' })],
 * });
 * const network = trainableNetwork(model);
 * network.model.outputShape; // [null, 3]
 * network.model.layers.at(-1)!.name; // 'probabilities'
 */
export function trainableNetwork(
  model: tf.LayersModel,
  options: { readonly activation?: LastActivation } = {},
): TrainableNetwork {
  const { activation = 'softmax' } = options;
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new InputError(
      'geometry',
      `a network to train has one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  for (const layer of model.layers) {
    const remedy = unrepeatable[layer.getClassName()];
    if (remedy) {
      throw new InputError(
        'geometry',
        `the layer ${layer.name} is a ${layer.getClassName()} of TensorFlow.js, with which training could not be repeated; ${remedy}`,
      );
    }
    if (layer instanceof tf.LayersModel) {
      throw new InputError(
        'geometry',
        `the layer ${layer.name} is itself a model; put its layers into this one`,
      );
    }
  }
  const [logits] = model.outputs;
  const last = logits.sourceLayer;
  const { activation: has = 'linear' } = last.getConfig();
  if (has !== 'linear' || last.getClassName() === 'Softmax') {
    throw new InputError(
      'geometry',
      `the last layer ${last.name} has an activation, but a loss is computed from the numbers before it; leave it out: ${activation} is put behind`,
    );
  }
  const end = tf.layers.activation({ activation, name: outputNameOf(activation) });
  const whole = tf.model({
    inputs: model.inputs,
    outputs: end.apply(logits) as tf.SymbolicTensor,
  });
  return {
    activation,
    model: whole,
    logits: tf.model({ inputs: model.inputs, outputs: logits }),
    tables: whole.layers
      .filter((layer): layer is TokenEmbedding => layer instanceof TokenEmbedding)
      .map((layer) => ({ layer, trained: true })),
    constraints: [],
    ...layersWithState(whole),
  };
}
