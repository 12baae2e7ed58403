import { InputError } from '@axiswise/messages';
import { type Features, layerGeometry, type LayerGeometry, nothingToLearn } from './layer.ts';

/** Turns a vector of scores into probabilities. */
export interface SoftmaxSpec {
  readonly kind: 'softmax';
  readonly name?: string;
}

/**
 * Turns units into probabilities: the end of a classifier whose scores are no dense layer's, such as a
 * move on a board from a map of it.
 */
export function softmax(options: { readonly name?: string } = {}): SoftmaxSpec {
  return { kind: 'softmax', ...options };
}

export interface SoftmaxGeometry extends LayerGeometry<SoftmaxSpec> {
  readonly kind: 'softmax';
}

export function deriveSoftmax(name: string, spec: SoftmaxSpec, input: Features): SoftmaxGeometry {
  if (!input.flat) {
    throw new InputError(
      'geometry',
      `${name}: a softmax needs a flat input; put flatten() before it`,
    );
  }
  return { ...layerGeometry(name, spec, input, input, nothingToLearn), kind: 'softmax' };
}
