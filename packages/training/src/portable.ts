// What runs in Node and in browsers.
export { evaluate, scoredAtOnce } from './evaluate.ts';
export { ScoreCounter, type Scores } from './metrics/scores.ts';
export { findLearningRate } from './learning-rates/find-learning-rate.ts';
export type { LearningRateCurve } from './learning-rates/learning-rate-curve.ts';
export { DivergedError } from './errors.ts';
export {
  bestEpoch,
  type EpochMetrics,
  isOutOfPatience,
  type StepProgress,
  type TrainingObserver,
} from './progress.ts';
export { openTrainingStep, type TrainingStepOptions } from './step/open-training-step.ts';
export type { TrainingStep } from './step/training-step.ts';
export { classificationOf, openTask, taskRecordOf } from './tasks/open-task.ts';
export type { Task } from './tasks/task.ts';
export { type Scorer, scorerOf, scoringTogether } from './scorer.ts';
export type { TrainingConfig } from './training-config.ts';
export { weightsSha256 } from './weights-digest.ts';
export { inSharedMemory } from './workers/shared-memory.ts';
export { train, type TrainingResult, type TrainOptions } from './trainer.ts';
export { scoresSchema, type TrainingProgress } from './training-progress.ts';
