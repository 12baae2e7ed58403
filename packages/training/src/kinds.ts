/**
 * What training can be configured with, free of TensorFlow.js: what declarations and command lines read.
 */
export type {
  AugmentationKind,
  AugmentedData,
  AugmentedExample,
} from './augmentations/augmentation-kind.ts';
export {
  type AugmentationConfig,
  augmentationConfigs,
  checkAugmentations,
} from './augmentations/augmentation.ts';
export type {
  CallbackEnd,
  CallbackHandlers,
  CallbackKind,
  CallbackRun,
  CallbackStep,
} from './callbacks/callback-kind.ts';
export { checkNetwork } from './check-network.ts';
export { accuracyOf } from './metrics/scores.ts';
export { formatMetric, type MetricKind, type ScoredBatch, unitOf } from './metrics/metric-kind.ts';
export type { LossConfig, LossInputs, LossKind } from './losses/loss-kind.ts';
export type {
  OptimizerConfig,
  OptimizerKind,
  RowsUpdate,
  Update,
} from './optimizers/optimizer-kind.ts';
export type { ScheduleKind, SchedulePlace } from './schedules/schedule-kind.ts';
export type { LearningRateSchedule } from './schedules/schedule.ts';
export { settingsInWords } from './kinds/settings.ts';
export { checkKindNames, kindNamed, kindsOf, type TrainingKinds } from './kinds/training-kinds.ts';
export { probabilityMetrics } from './tasks/class-report.ts';
export type { TaskFigure } from './tasks/task-figures.ts';
export type { ModelOutputs } from './tasks/model-outputs.ts';
export { metricOf, taskKindOf } from './tasks/open-task.ts';
export { predictedWords } from './tasks/predicted-words.ts';
export type {
  ClassWeights,
  ConstantPrediction,
  ExampleScore,
  Movement,
  OutputActivation,
  PerClass,
  ClassProbability,
  PredictionCell,
  TaskFacts,
  TaskForm,
  TaskKind,
  TaskRecord,
  TestOutcome,
  TestReport,
} from './tasks/task.ts';
export { augmentationsOf, checkConfig, type TrainingConfig } from './training-config.ts';
