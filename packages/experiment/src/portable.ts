// What runs in Node and in browsers.
export { geometryOf } from './data-geometry.ts';
export {
  type Budget,
  defaultStrategy,
  networkOf,
  type NetworkSize,
  sizeAskedFor,
  sizedNetworkOf,
  strategyNames,
} from './strategy-network.ts';
export {
  type Baseline,
  type ClassWhenMoved,
  type DataGeometry,
  defineExperiment,
  type DrawContext,
  type Experiment,
  type InputLook,
  type NetworkContext,
  type Symmetries,
  trainingOf,
} from './define-experiment.ts';
export { linearBaselineOf } from './linear-baseline.ts';
export { chosenByTuning, type ChosenByTuning, searchSpaceOf } from './tuning.ts';
export {
  type ChoiceOption,
  type NetworkOption,
  type NetworkOptions,
  type NumberOption,
  type OptionValues,
  optionValues,
  rangeOf,
} from './network-options.ts';
export { drawInput } from './draw-input.ts';
