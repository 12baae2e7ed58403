export {
  type Budget,
  defaultStrategy,
  geometryOf,
  loadData,
  type LoadOptions,
  networkOf,
  sizedNetworkOf,
  sourceOf,
  strategyNames,
} from './choices.ts';
export {
  type Baseline,
  type ClassWhenMoved,
  type DataGeometry,
  type DecodeContext,
  type DecodedExample,
  defineExperiment,
  type DrawContext,
  type Experiment,
  type InputLook,
  type NetworkContext,
  type Symmetries,
} from './define-experiment.ts';
export { type DiscoveredExperiment, discoverExperiments, loadExperiment } from './discover.ts';
export {
  type ChoiceOption,
  type NetworkOption,
  type NetworkOptions,
  type NumberOption,
  type OptionValues,
  optionValues,
} from './network-options.ts';
