import { InputError, requirePositiveInteger } from '@axiswise/messages';
import { needsNumbers } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Keeps the largest of each group of neighbouring units or maps. */
export interface MaxoutSpec extends LayerSpec {
  readonly pieces: number;
}

/** What is derived of maxout at its place in a network. */
export type MaxoutGeometry = LayerGeometry<MaxoutSpec>;

/** The arithmetic of maxout: its shape, its parameters and its words. */
export const maxoutKind = defineLayerKind<MaxoutSpec>({
  name: 'maxout',
  derive({ pieces }, { name, input }) {
    needsNumbers(name, 'maxout', input);
    if (input.channels % pieces !== 0) {
      throw new InputError(
        'geometry',
        `${name}: ${input.channels} ${input.flat ? 'units' : 'maps'} do not divide into groups of ` +
          `${pieces}; give the layer before it a multiple of ${pieces}`,
      );
    }
    return { output: { ...input, channels: input.channels / pieces } };
  },
  describe: ({ spec }) => `largest of each ${spec.pieces} neighbours`,
  width: 'derived',
  inputMultiple: ({ pieces }) => pieces,
  partOfLayerBefore: true,
});

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
  requirePositiveInteger('geometry', 'the pieces of maxout', pieces);
  return { kind: maxoutKind, pieces, ...options };
}
