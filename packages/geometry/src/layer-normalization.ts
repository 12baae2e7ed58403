import { defineLayerKind, type LayerGeometry } from './layer-kind.ts';
import { type NormalizationSpec, normalized, requireEpsilon } from './normalization.ts';

/** Gives the channels at each position mean 0 and variance 1, then a scale and an offset that are trained. */
export type LayerNormalizationSpec = NormalizationSpec;
/** What is derived of layer normalisation at its place in a network. */
export type LayerNormalizationGeometry = LayerGeometry<LayerNormalizationSpec>;

/** The arithmetic of layer normalisation: its shape, its parameters and its words. */
export const layerNormalizationKind = defineLayerKind<LayerNormalizationSpec>({
  name: 'layer-normalization',
  derive: (_spec, place) => normalized(place, 'a normalisation'),
  describe: ({ input }) =>
    `all ${input.flat ? 'units' : 'channels of a position'} to mean 0, variance 1`,
  width: 'as-input',
  partOfLayerBefore: true,
});

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): the channels at each position (once flattened, all units)
 * have mean 0 and variance 1, then each channel is multiplied by a number and another one is added, both
 * trained. As in Keras, positions are normalised one by one: no position depends on another, and no example
 * on others.
 *
 * @param options.epsilon added to the variance; by default 1e-5.
 * @example
 * const narrow = { move: { height: slide(3), width: slide(3) } };
 * [convolution(25, narrow, { activation: 'linear' }), layerNormalization(), activation('gelu')];
 */
export function layerNormalization(
  options: { readonly epsilon?: number; readonly name?: string } = {},
): LayerNormalizationSpec {
  const { epsilon = 1e-5 } = options;
  requireEpsilon(epsilon);
  return { kind: layerNormalizationKind, ...options, epsilon };
}
