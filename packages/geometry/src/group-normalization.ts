import { InputError, requirePositiveInteger } from '@axiswise/messages';
import { defineLayerKind, type LayerGeometry } from './layer-kind.ts';
import {
  needsPositionsOfExample,
  type NormalizationSpec,
  normalized,
  requireEpsilon,
} from './normalization.ts';

/** Gives each group of channels mean 0 and variance 1, then a scale and an offset that are trained. */
export interface GroupNormalizationSpec extends NormalizationSpec {
  readonly groups: number;
}

/** What is derived of group normalisation at its place in a network. */
export type GroupNormalizationGeometry = LayerGeometry<GroupNormalizationSpec>;

/** The arithmetic of group normalisation: its shape, its parameters and its words. */
export const groupNormalizationKind = defineLayerKind<GroupNormalizationSpec>({
  name: 'group-normalization',
  derive({ groups }, place) {
    const { name, input } = place;
    needsPositionsOfExample(name, input);
    if (input.channels % groups !== 0) {
      throw new InputError(
        'geometry',
        `${name}: ${input.channels} ${input.flat ? 'units' : 'maps'} do not divide into ${groups} groups; ` +
          `give the layer before it a multiple of ${groups}`,
      );
    }
    return normalized(place, 'a normalisation');
  },
  describe: ({ spec: { groups }, input }) =>
    `${groups} groups of ${input.channels / groups} channels, each to mean 0, variance 1`,
  width: 'as-input',
  inputMultiple: ({ groups }) => groups,
  partOfLayerBefore: true,
});

/**
 * Group normalisation (Wu and He 2018): in each example, all positions of a group of neighbouring channels
 * together have mean 0 and variance 1, then each channel is multiplied by a number and another one is added,
 * both trained. It works with batches of any size, one example too.
 *
 * Through mean and variance, a position depends a little on all others; receptive fields do not count that.
 *
 * @param groups of channels; the channels are a multiple of them.
 * @param options.epsilon added to the variance; by default 1e-5.
 * @example
 * const narrow = { move: { height: slide(3), width: slide(3) } };
 * [convolution(32, narrow, { activation: 'linear' }), groupNormalization(8), activation('relu')];
 */
export function groupNormalization(
  groups: number,
  options: { readonly epsilon?: number; readonly name?: string } = {},
): GroupNormalizationSpec {
  const { epsilon = 1e-5 } = options;
  requirePositiveInteger('geometry', 'the groups of a normalisation', groups);
  requireEpsilon(epsilon);
  return { kind: groupNormalizationKind, groups, ...options, epsilon };
}
