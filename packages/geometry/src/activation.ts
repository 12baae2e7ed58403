import { needsNumbers } from './features.ts';
import {
  type Activation,
  defineLayerKind,
  type LayerGeometry,
  type LayerSpec,
} from './layer-kind.ts';

/** Applies a function to every value. */
export interface ActivationSpec extends LayerSpec {
  readonly activation: Exclude<Activation, 'softmax'>;
}

/** What is derived of an activation of its own at its place in a network. */
export type ActivationGeometry = LayerGeometry<ActivationSpec>;

/** The arithmetic of an activation of its own: its shape, its parameters and its words. */
export const activationKind = defineLayerKind<ActivationSpec>({
  name: 'activation',
  derive(_spec, { name, input }) {
    needsNumbers(name, 'an activation', input);
    return { output: input };
  },
  describe: ({ spec }) => spec.activation,
  width: 'as-input',
  partOfLayerBefore: true,
});

/**
 * Applies an activation as a layer of its own: behind a normalisation, or before the filters of a
 * pre-activation block (He et al. 2016, "Identity mappings in deep residual networks").
 *
 * @example
 * const narrow = { move: { height: slide(3), width: slide(3) } };
 * [convolution(25, narrow, { activation: 'linear' }), batchNormalization(), activation('relu')];
 */
export const activation = (
  name: ActivationSpec['activation'],
  options: { readonly name?: string } = {},
): ActivationSpec => ({ kind: activationKind, activation: name, ...options });
