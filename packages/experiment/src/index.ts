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
  crossValidate,
  type CrossValidateOptions,
  type CrossValidateResult,
  type CrossValidationRecord,
} from './cross-validate.ts';
export {
  type Baseline,
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
export { describeEnvironment, type Environment } from './environment.ts';
export { ExperimentError } from './errors.ts';
export { nearest, pickByName } from './nearest.ts';
export {
  type RunConfiguration,
  trainExperiment,
  type TrainExperimentObserver,
  type TrainExperimentOptions,
  type TrainExperimentResult,
} from './train-experiment.ts';
export {
  evaluateRun,
  type EvaluateRunResult,
  openRunToAnswer,
  type OpenRun,
  predictFiles,
  type Prediction,
} from './use-run.ts';
export { type Answer, type LookedAtRun, lookIntoRun, type ShownInput } from './look-into-run.ts';
export {
  type ChoiceOption,
  type NetworkOption,
  type NetworkOptions,
  type NumberOption,
  type OptionValues,
  optionValues,
} from './network-options.ts';
export { accuracyWhenMoved, type ClassWhenMoved, type MovedAccuracy } from './shifts.ts';
export type * from './compare/comparison.ts';
export type * from './diagnose/diagnosis.ts';
export { diagnose, type DiagnoseOptions } from './diagnose/diagnose.ts';
export { findComparison, type FoundComparison } from './diagnose/find-comparison.ts';
export {
  compare,
  type CompareExperimentsOptions,
  type CompareObserver,
} from './compare/compare.ts';
export type { CompareOptions } from './compare/plan-comparison.ts';
export * from './statistics/index.ts';
