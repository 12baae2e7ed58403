import { InputError } from '@axiswise/messages';
import type { OptimizerConfig } from './optimizers/optimizer.ts';
import type { LearningRateSchedule } from './schedule.ts';

/** How a network is trained: plain data that goes into the run record. */
export interface TrainingConfig {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly schedule?: LearningRateSchedule;
  /** The gradients' common L2 norm is scaled down to this. */
  readonly clipNorm?: number;
  /** What makes an epoch the best: the lowest validation loss (default), or the highest accuracy. */
  readonly bestBy?: 'loss' | 'accuracy';
  /** Stops after so many epochs without a better one. */
  readonly patience?: number;
  /** Ends with the weights of the best epoch. */
  readonly restoreBest?: boolean;
}

/** @throws InputError naming the number that cannot be. */
export function checkConfig(config: TrainingConfig): void {
  for (const key of ['epochs', 'batchSize'] as const) {
    if (!Number.isInteger(config[key]) || config[key] < 1) {
      throw new InputError('run', `${key} is a whole number from 1, but ${config[key]} came`);
    }
  }
  const { learningRate } = config.optimizer;
  if (!(learningRate > 0)) {
    throw new InputError('run', `the learning rate is a number above 0, but ${learningRate} came`);
  }
}
