import { needsNumbers } from './features.ts';
import { joinedAxes, needsSameAxes, needsSameChannels } from './join-branches.ts';
import { defineLayerKind, type LayerGeometry, type LayerSpec } from './layer-kind.ts';

/** Adds the values of several branches, place by place. */
export type AdditionSpec = LayerSpec;
export type AdditionGeometry = LayerGeometry<AdditionSpec>;

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
