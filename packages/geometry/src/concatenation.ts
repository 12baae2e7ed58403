import type { Features } from './features.ts';
import { joinedAxes, needsSameAxes } from './join-branches.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Puts the channels (or units) of several branches side by side. */
export type ConcatenationSpec = LayerSpec;
/** What is derived of branches side by side at its place in a network. */
export type ConcatenationGeometry = LayerGeometry<ConcatenationSpec>;

/** The arithmetic of branches side by side: its shape, its parameters and its words. */
export const concatenationKind = defineLayerKind<ConcatenationSpec>({
  name: 'concatenation',
  derive(_spec, { name, inputs }) {
    needsSameAxes(name, inputs);
    const joined: Features = {
      ...inputs[0],
      channels: inputs.reduce((sum, { channels }) => sum + channels, 0),
      axes: joinedAxes(inputs),
    };
    return { input: joined, output: joined };
  },
  describe: ({ inputs }) => `side by side: ${inputs.join(', ')}`,
  width: 'derived',
});
