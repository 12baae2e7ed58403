import * as tf from '@tensorflow/tfjs';

/** The layer of every model that makes probabilities of the logits. */
export const probabilitiesName = 'probabilities';

/**
 * The part of a saved model up to the logits, over the same layers.
 *
 * @param model of {@link buildNetwork} or {@link toPortableModel}, or loaded from what they saved.
 */
export const logitsOf = (model: tf.LayersModel): tf.LayersModel =>
  tf.model({
    inputs: model.inputs,
    outputs: model.getLayer(probabilitiesName).input as tf.SymbolicTensor,
  });
