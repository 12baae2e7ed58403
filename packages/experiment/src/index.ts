export {
  dataFormatOf,
  decodeFile,
  formatToDecode,
  geometryOf,
  loadData,
  type LoadOptions,
  preprocessingOf,
  requireClasses,
  sourceOf,
} from './experiment-data.ts';
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
export {
  type DiscoveredExperiment,
  discoverExperiments,
  experimentsFolder,
  loadExperiment,
  namesInUse,
  requireAxiswise,
} from './discover.ts';
export { type ModuleExtension, moduleExtension } from './module-extension.ts';
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
