export { type Checkpoint, CheckpointFolder } from './checkpoints.ts';
export { DivergedError, RunError } from './errors.ts';
export {
  argMax,
  evaluate,
  type Evaluation,
  type Scorer,
  scorerOf,
  type Scores,
  scoresOf,
} from './evaluate.ts';
export { loadModel, saveModel } from './model-files.ts';
export type { EpochMetrics, StepProgress, TrainingObserver } from './metrics.ts';
export { createOptimizer, type Optimizer, type OptimizerConfig } from './optimizers/index.ts';
export {
  differences,
  RunDirectory,
  type RunRecord,
  type TestPredictions,
} from './run-directory.ts';
export { type LearningRateSchedule, scheduleFactor } from './schedule.ts';
export { train, type TrainingProgress, type TrainingResult, type TrainOptions } from './trainer.ts';
export type { TrainingConfig } from './training-config.ts';
export { weightsSha256 } from './weights-digest.ts';
