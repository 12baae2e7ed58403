export { DivergedError } from './errors.ts';
export {
  argMax,
  evaluate,
  type Evaluation,
  type Scorer,
  scorerOf,
  type Scores,
  scoresOf,
} from './evaluate.ts';
export type { EpochMetrics, StepProgress, TrainingObserver } from './metrics.ts';
export { loadModel, saveModel } from './model-files.ts';
export { createOptimizer } from './optimizers/index.ts';
export type { Optimizer, OptimizerConfig } from './optimizers/optimizer.ts';
export { type LearningRateSchedule, scheduleFactor } from './schedule.ts';
export { train, type TrainingProgress, type TrainingResult, type TrainOptions } from './trainer.ts';
export type { TrainingConfig } from './training-config.ts';
export { weightsSha256 } from './weights-digest.ts';
