import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Passes its input on unchanged. */
export type IdentitySpec = LayerSpec;
/** What is derived of a branch that passes its input on at its place in a network. */
export type IdentityGeometry = LayerGeometry<IdentitySpec>;

/** The arithmetic of a branch that passes its input on: its shape, its parameters and its words. */
export const identityKind = defineLayerKind<IdentitySpec>({
  name: 'identity',
  derive: (_spec, { input }) => ({ output: input }),
  describe: () => 'passes its input on',
  width: 'as-input',
});

/**
 * Passes its input on unchanged: the branch of a residual block that skips the others. An empty branch of
 * `parallel` is the same.
 *
 * @example
 * const narrow = { move: { height: slide(3, { padding: 'same' }), width: slide(1) } };
 * parallel([[identity()], [convolution(8, narrow)]], { join: 'add' });
 */
export const identity = (options: { readonly name?: string } = {}): IdentitySpec => ({
  kind: identityKind,
  ...options,
});
