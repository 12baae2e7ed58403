export { type Checkpoint, CheckpointFolder } from './checkpoints.ts';
export { DivergedError, RunError } from './errors.ts';
export { argMax, evaluate, type Evaluation, type Scores } from './evaluate.ts';
export { loadModel, saveModel } from './model-files.ts';
export { createOptimizer, type Optimizer, type OptimizerConfig } from './optimizers/index.ts';
export { differences, RunDirectory, type RunRecord } from './run-directory.ts';
export { type LearningRateSchedule, scheduleFactor } from './schedule.ts';
export {
  type EpochMetrics,
  type StepProgress,
  train,
  type TrainingConfig,
  type TrainingObserver,
  type TrainingProgress,
  type TrainingResult,
  type TrainOptions,
} from './trainer.ts';
export { weightsSha256 } from './weights-digest.ts';
