export {
  defaultStrategy,
  loadData,
  type LoadOptions,
  networkOf,
  sourceOf,
  strategyNames,
} from './choices.ts';
export { defineExperiment, type Experiment, type NetworkContext } from './define-experiment.ts';
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
export { evaluateRun, type EvaluateRunResult, predictFiles, type Prediction } from './use-run.ts';
