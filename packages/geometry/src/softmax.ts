import { needsUnits } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Makes probabilities of a vector of logits. */
export type SoftmaxSpec = LayerSpec;
export type SoftmaxGeometry = LayerGeometry<SoftmaxSpec>;

export const softmaxKind = defineLayerKind<SoftmaxSpec>({
  name: 'softmax',
  derive(_spec, { name, input }) {
    needsUnits(name, 'a softmax', input);
    return { output: input };
  },
  describe: () => 'probabilities',
  width: 'as-input',
  lastActivation: () => 'softmax',
});

/**
 * Makes probabilities of units: the end of a classifier whose logits do not come from a dense layer,
 * such as a move on a board from a map of it.
 */
export const softmax = (options: { readonly name?: string } = {}): SoftmaxSpec => ({
  kind: softmaxKind,
  ...options,
});
