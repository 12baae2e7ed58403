import { needsNumbers, sizeOf } from './features.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Lays all positions of all maps out as one vector. */
export type FlattenSpec = LayerSpec;
/** What is derived of flattening at its place in a network. */
export type FlattenGeometry = LayerGeometry<FlattenSpec>;

/** The arithmetic of flattening: its shape, its parameters and its words. */
export const flattenKind = defineLayerKind<FlattenSpec>({
  name: 'flatten',
  derive(_spec, { name, input }) {
    needsNumbers(name, 'flatten', input);
    // The vector as a whole sees everything that its positions together see; what follows it is dense.
    const axes = input.axes.map((axis) => ({ ...axis, receptiveField: axis.inputLength }));
    return { output: { axes, channels: sizeOf(input), flat: true } };
  },
  describe: () => 'all positions in a row',
  width: 'derived',
});

/** Lays all positions of all maps out as one vector of units. */
export const flatten = (options: { readonly name?: string } = {}): FlattenSpec => ({
  kind: flattenKind,
  ...options,
});
