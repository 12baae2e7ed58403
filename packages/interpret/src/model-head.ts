import { activationOf, removeActivation } from '@axiswise/layers';
import type * as tf from '@axiswise/tensorflow';

/** How a model ends. */
export interface ModelHead {
  /** The layer whose units are the outputs before {@link activation}. */
  readonly logits: string;
  /** The layer of the model's output. */
  readonly last: string;
  /** What makes predictions of the outputs. */
  readonly activation: 'softmax' | 'sigmoid' | 'linear';
}

type Squashing = Exclude<ModelHead['activation'], 'linear'>;

/** Layers that do not change what their input says. */
const carriers = ['Reshape', 'Flatten', 'Dropout'];

const squashing = (name: string | undefined): Squashing | undefined =>
  name === 'softmax' || name === 'sigmoid' ? name : undefined;

/**
 * Finds the outputs of a model before the softmax or sigmoid. A unit is looked at there: after a softmax, what lowers
 * the other classes excites a class as well (Simonyan et al. 2013, section 2).
 *
 * @param model where the activation is part of its last layer of weights, it is taken off that layer, so that the
 *   layer's units are the outputs before it.
 */
export function headOf(model: tf.LayersModel): ModelHead {
  const last = model.outputs[0].sourceLayer;
  let layer: tf.layers.Layer | undefined = last;
  while (layer && carriers.includes(layer.getClassName())) layer = layerBefore(layer);
  const kind = layer?.getClassName();
  const activation = layer && (kind === 'Softmax' ? 'softmax' : squashing(nameOf(layer)));
  if (!layer || !activation) return { logits: last.name, last: last.name, activation: 'linear' };
  if (kind === 'Activation' || kind === 'Softmax') {
    const before = layerBefore(layer);
    // Of a model's input nothing can be asked.
    if (!before) return { logits: last.name, last: last.name, activation: 'linear' };
    return { logits: before.name, last: last.name, activation };
  }
  removeActivation(layer);
  return { logits: layer.name, last: last.name, activation };
}

const nameOf = (layer: tf.layers.Layer): string | undefined => activationOf(layer)?.getClassName();

/** The one layer whose output a layer takes. */
function layerBefore(layer: tf.layers.Layer): tf.layers.Layer | undefined {
  const before = layer.inboundNodes[0].inboundLayers;
  return before.length === 1 && before[0].getClassName() !== 'InputLayer' ? before[0] : undefined;
}
