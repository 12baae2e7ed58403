export type { KindSettings, TrainingChoices } from './chosen-training.ts';
export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidateResult,
  type CrossValidationRecord,
  readCrossValidation,
} from './cross-validate.ts';
export { describeEnvironment, type Environment, environmentSchema } from './environment.ts';
export {
  configurationDifferences,
  openTrainingRun,
  type Run,
  type RunConfiguration,
  type TrainExperimentResult,
} from './run-configuration.ts';
export { plan } from './run-plan.ts';
export { readTestNumbers, readTestPredictions, type TestPredictions } from './test-predictions.ts';
export { examplesMoved, type MovedScores, shiftsAlong } from './shifts.ts';
export {
  configure,
  findLearningRateOf,
  type FoundLearningRate,
  readTrainedToEpoch,
  type TrainedToEpoch,
  trainExperiment,
  trainToEpoch,
} from './train-experiment.ts';
export type {
  StartedRunFacts,
  TestedRunFacts,
  TrainExperimentObserver,
  TrainExperimentOptions,
} from './train-options.ts';
export {
  evaluateRun,
  type EvaluateRunResult,
  openFinishedRun,
  type OpenRun,
  openRunToPredict,
  predictFiles,
  type Prediction,
  type ShownPrediction,
  type UseRunOptions,
} from './use-run.ts';
