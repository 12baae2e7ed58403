import type { BackendChoice } from '@axiswise/backend';
import type { Budget, Experiment } from '@axiswise/experiment';
import type { TrainExperimentOptions } from '@axiswise/runner';
import type { Options } from 'yargs';
import { notice } from './answer.ts';
import { chosenOptions } from './network-options.ts';
import {
  backendOption,
  budgetOption,
  dataDirOption,
  dataOption,
  dataOptionsOption,
  positiveNumber,
  wholeNumber,
} from './options.ts';
import { trainingProgress } from './progress.ts';

/** What all commands that train let a call choose. */
export const sharedTrainingOptions = {
  data: dataOption,
  'data-options': dataOptionsOption,
  'data-dir': dataDirOption,
  epochs: wholeNumber('epochs', 1, 'times through the training examples'),
  'batch-size': wholeNumber('batch-size', 1, 'examples a step'),
  'learning-rate': positiveNumber('learning-rate', 'the full rate of the schedule'),
  backend: backendOption,
  'checkpoint-seconds': wholeNumber(
    'checkpoint-seconds',
    0,
    'seconds between checkpoints within an epoch [default: 30]',
  ),
} as const satisfies Record<string, Options>;

/** What commands that train one strategy with one seed let a call choose. */
export const trainingOptions = {
  strategy: { type: 'string', requiresArg: true, describe: 'what filters do, by name' },
  seed: wholeNumber('seed', 0, 'decides weights, order and dropout [default: 0]'),
  ...sharedTrainingOptions,
  'train-examples': wholeNumber('train-examples', 1, 'train on so many examples only'),
  budget: budgetOption('none'),
  threads: wholeNumber('threads', 1, 'threads of native TensorFlow [default: all cores]'),
} as const satisfies Record<string, Options>;

/** A call's choices, as the experiment takes them, and a display of what goes on. */
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

/** Ctrl-C loses nothing: says how to go on, and ends with the shell's code for an interrupt. */
export async function interruptible<T>(howToGoOn: string, work: () => Promise<T>): Promise<T> {
  const onInterrupt = (): void => {
    process.stderr.write(`\ninterrupted; ${howToGoOn}\n`);
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  try {
    return await work();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
