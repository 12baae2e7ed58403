import { needsNumbers } from './features.ts';
import { joinedAxes, needsSameAxes, needsSameChannels } from './join-branches.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Adds the values of several branches, place by place. */
export type AdditionSpec = LayerSpec;
/** What is derived of a sum of branches at its place in a network. */
export type AdditionGeometry = LayerGeometry<AdditionSpec>;

/** The arithmetic of a sum of branches: its shape, its parameters and its words. */
export const additionKind = defineLayerKind<AdditionSpec>({
  name: 'addition',
  derive(_spec, { name, inputs }) {
    for (const input of inputs) needsNumbers(name, 'a sum', input);
    needsSameAxes(name, inputs);
    needsSameChannels(name, inputs);
    return { output: { ...inputs[0], axes: joinedAxes(inputs) } };
  },
  describe: ({ inputs }) => `sum of ${inputs.join(' and ')}`,
  width: 'as-input',
});
