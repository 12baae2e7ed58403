import type { NamedArray } from '@axiswise/runs';
import type { EpochMetrics } from '../progress.ts';
import type { TaskForm } from '../tasks/task.ts';
import type { TrainingConfig } from '../training-config.ts';

/**
 * What an experiment does while its networks train: writes, draws, tells somebody. An experiment declares its own under
 * `callbacks`, and all of them are called in every training of it, those of comparisons and tuning trials too.
 *
 * Callbacks look on: nothing that they do changes what is learned, so runs with and without them have the same bits. They
 * are called on the thread that trains, one after another, also where a batch is divided between workers, and training
 * waits for what they return. An error ends the training, which `--resume` goes on with.
 *
 * @example
 * const largestGradient: CallbackKind = {
 *   describe: 'says how large gradients became',
 *   start({ notice }) {
 *     let largest = 0;
 *     return {
 *       step: ({ gradientNorm }) => void (largest = Math.max(largest, gradientNorm)),
 *       end: () => notice(`the largest gradient was ${largest.toPrecision(3)}`),
 *     };
 *   },
 * };
 */
export interface CallbackKind {
  /** One line for lists. */
  readonly describe: string;
  /** Called once before the first step of a run; its handlers are called while this run goes on, and own its state. */
  start(run: CallbackRun): CallbackHandlers | Promise<CallbackHandlers>;
}

/** The run that a callback looks on. */
export interface CallbackRun {
  /** The run directory, which is there; absent where nothing is written. */
  readonly runDir?: string | undefined;
  readonly seed: number;
  readonly config: TrainingConfig;
  /** The classes, and what is predicted where that is not one of them. */
  readonly task: TaskForm;
  readonly trainExamples: number;
  readonly stepsPerEpoch: number;
  /** Steps that are done already: 0, or those up to the checkpoint that an interrupted run goes on from. */
  readonly stepsDone: number;
  /** The number of threads that a batch is divided between. */
  readonly workers: number;
  /** Tells people a line, as training tells them its own. */
  notice(line: string): void;
  /**
   * Reads the weights as they are now, by name: those that are validated. Moving averages of them where there are
   * some.
   */
  weights(): Promise<ReadonlyMap<string, NamedArray>>;
}

/** What is called while a run goes on. A run that was interrupted is told again what followed its last checkpoint. */
export interface CallbackHandlers {
  /** After each update of the weights. */
  step?(step: CallbackStep): void | Promise<void>;
  /** After each epoch and its validation, with the metrics of the task and the experiment's own. */
  epoch?(metrics: EpochMetrics, history: readonly EpochMetrics[]): void | Promise<void>;
  /** Once, where training is over: after the last epoch, or where patience ended it. Not where a tuning trial pauses. */
  end?(end: CallbackEnd): void | Promise<void>;
}

/** One update of the weights. */
export interface CallbackStep {
  /** Counted from 1 over the whole run. */
  readonly step: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** The mean loss of the batch, as it is trained. */
  readonly loss: number;
  /** Of all gradients together, before they are clipped. */
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** How training ended. */
export interface CallbackEnd {
  readonly history: readonly EpochMetrics[];
  /** Whether it ended before the last epoch. */
  readonly stoppedEarly: boolean;
  /** The epoch whose weights the network has now. */
  readonly weightsOfEpoch: number;
}
