import * as tf from '@axiswise/tensorflow';

/** The layer of a model that makes probabilities of the logits. */
export const probabilitiesName = 'probabilities';
/** The layer of a model that gives numbers in their unit. */
const numbersName = 'numbers';

/** The activation behind the outputs of a network that a loss is computed from. */
export type LastActivation = 'softmax' | 'sigmoid' | 'linear';

/** The name of the last layer of every model. */
export const outputNameOf = (activation: LastActivation): string =>
  activation === 'linear' ? numbersName : probabilitiesName;

/**
 * The part of a saved model up to the logits, or what else a loss is computed from, over the same layers.
 *
 * @param model of {@link buildNetwork} or {@link toPortableModel}, or loaded from what they saved.
 */
export const logitsOf = (model: tf.LayersModel): tf.LayersModel =>
  tf.model({
    inputs: model.inputs,
    outputs: model.layers.find(({ name }) => name === probabilitiesName || name === numbersName)!
      .input as tf.SymbolicTensor,
  });
