import type { BackendChoice } from '@axiswise/backend';
import type { Budget, Experiment } from '@axiswise/experiment';
import type { TrainExperimentOptions } from '@axiswise/runner';
import type { Options } from 'yargs';
import { notice } from './print-result.ts';
import { chosenOptions } from './network-options.ts';
import {
  backendOption,
  budgetOption,
  dataDirOption,
  dataOption,
  dataOptionsOption,
  integer,
  positiveNumber,
  strategyOption,
  threadsOption,
} from './options.ts';
import { trainingProgress } from './progress.ts';

/** The options of every command that trains. */
export const sharedTrainingOptions = {
  data: dataOption,
  'data-options': dataOptionsOption,
  'data-dir': dataDirOption,
  epochs: integer('epochs', 1, 'number of epochs to train [default: as declared]'),
  'batch-size': integer(
    'batch-size',
    1,
    'number of examples per gradient update [default: as declared]',
  ),
  'learning-rate': positiveNumber(
    'learning-rate',
    'learning rate at the peak of its schedule [default: as declared]',
  ),
  backend: backendOption,
  'checkpoint-seconds': integer(
    'checkpoint-seconds',
    0,
    'seconds between checkpoints within an epoch [default: 30]',
  ),
} as const satisfies Record<string, Options>;

/** The options of commands that train one strategy with one seed. */
export const trainingOptions = {
  strategy: strategyOption,
  seed: integer('seed', 0, 'seed of weights, order of examples and dropout [default: 0]'),
  ...sharedTrainingOptions,
  'train-examples': integer(
    'train-examples',
    1,
    'number of training examples to use [default: all]',
  ),
  budget: budgetOption('none'),
  threads: threadsOption,
} as const satisfies Record<string, Options>;

/** Turns the arguments of a call into the options of training, with a display of its progress. */
export function trainingCall(
  experiment: Experiment,
  args: {
    readonly strategy?: string | undefined;
    readonly data?: string | undefined;
    readonly dataOptions?: Record<string, string> | undefined;
    readonly dataDir?: string | undefined;
    readonly seed?: number | undefined;
    readonly epochs?: number | undefined;
    readonly batchSize?: number | undefined;
    readonly trainExamples?: number | undefined;
    readonly learningRate?: number | undefined;
    readonly budget?: string | undefined;
    readonly backend: string;
    readonly threads?: number | undefined;
    readonly checkpointSeconds?: number | undefined;
  },
): TrainExperimentOptions {
  return {
    strategy: args.strategy,
    data: args.data,
    dataOptions: args.dataOptions,
    dataDir: args.dataDir,
    seed: args.seed,
    epochs: args.epochs,
    batchSize: args.batchSize,
    trainExamples: args.trainExamples,
    learningRate: args.learningRate,
    options: chosenOptions(experiment, { ...args }),
    budget: args.budget as Budget | undefined,
    backend: args.backend as BackendChoice,
    threads: args.threads,
    secondsBetweenCheckpoints: args.checkpointSeconds,
    command: `axiswise ${process.argv.slice(2).join(' ')}`,
    observer: { onNotice: notice, ...trainingProgress() },
  };
}

/**
 * Runs work that Ctrl-C may interrupt: it then says how to continue, and exits with 130, the shell's code
 * for an interrupt.
 */
export async function interruptible<T>(howToContinue: string, work: () => Promise<T>): Promise<T> {
  const onInterrupt = (): void => {
    process.stderr.write(`\ninterrupted; ${howToContinue}\n`);
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await work();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
