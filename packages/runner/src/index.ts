export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidateResult,
  type CrossValidationRecord,
} from './cross-validate.ts';
export { describeEnvironment, type Environment } from './environment.ts';
export { cannotContinue, plan } from './run-plan.ts';
export { accuracyWhenMoved, type MovedAccuracy } from './shifts.ts';
export {
  configure,
  type RunConfiguration,
  trainExperiment,
  type TrainExperimentObserver,
  type TrainExperimentOptions,
  type TrainExperimentResult,
} from './train-experiment.ts';
export {
  evaluateRun,
  type EvaluateRunResult,
  openFinishedRun,
  type OpenRun,
  openRunToAnswer,
  predictFiles,
  type Prediction,
  type UseRunOptions,
} from './use-run.ts';
