/**
 * What training can be configured with, free of TensorFlow.js: what declarations and command lines read.
 */
export type { AugmentationKind, AugmentedExample } from './augmentations/augmentation-kind.ts';
export { checkBatchSize } from './batch-size.ts';
export { formatMetric, type MetricKind, type ScoredBatch } from './metrics/metric-kind.ts';
export type {
  OptimizerConfig,
  OptimizerKind,
  RowsUpdate,
  Update,
} from './optimizers/optimizer-kind.ts';
export type { ScheduleKind, SchedulePlace } from './schedules/schedule-kind.ts';
export type { LearningRateSchedule } from './schedules/schedule.ts';
export { checkKindNames, kindNamed, kindsOf, type TrainingKinds } from './kinds/training-kinds.ts';
export { checkConfig, type TrainingConfig } from './training-config.ts';
