import { InputError } from '@axiswise/messages';
import { type Features, layerGeometry, type LayerGeometry, nothingToLearn } from './layer.ts';

/** Keeps the largest of each group of neighbouring units or maps. */
export interface MaxoutSpec {
  readonly kind: 'maxout';
  readonly name?: string;
  readonly pieces: number;
}

/**
 * Keeps the largest of each group of `pieces` units, or of maps at every position: with the linear layer
 * before it, a layer of maxout units (Goodfellow et al. 2013), which learn their activation.
 *
 * It has no weights of its own, so that it serves behind a dense layer and behind filters of any
 * strategy alike. Max pooling is the same with tied pieces: the same filter at neighbouring positions.
 *
 * @param pieces linear units in each maxout unit; the layer before it has a multiple of them.
 * @example
 * const { layers } = deriveNetwork(inputOf(pixels, [28, 28, 1]), [
 *   flatten(),
 *   dense(240 * 5, { activation: 'linear' }),
 *   maxout(5),
 * ]);
 * layers[2].outputShape; // [240]
 */
export function maxout(pieces: number, options: { readonly name?: string } = {}): MaxoutSpec {
  if (!Number.isInteger(pieces) || pieces < 1) {
    throw new InputError(
      'geometry',
      `maxout takes a whole number of pieces from 1, but ${pieces} came`,
    );
  }
  return { kind: 'maxout', pieces, ...options };
}

export interface MaxoutGeometry extends LayerGeometry<MaxoutSpec> {
  readonly kind: 'maxout';
}

export function deriveMaxout(name: string, spec: MaxoutSpec, input: Features): MaxoutGeometry {
  if (input.vocabularySize !== undefined) {
    throw new InputError(
      'geometry',
      `${name}: vocabularySize are no numbers; put an embedding before it`,
    );
  }
  const { pieces } = spec;
  if (input.channels % pieces !== 0) {
    throw new InputError(
      'geometry',
      `${name}: ${input.channels} ${input.flat ? 'units' : 'maps'} do not divide into groups of ` +
        `${pieces}; give the layer before it a multiple of ${pieces}`,
    );
  }
  const output: Features = { ...input, channels: input.channels / pieces };
  return { ...layerGeometry(name, spec, input, output, nothingToLearn), kind: 'maxout' };
}
