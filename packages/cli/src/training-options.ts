import type { BackendChoice } from '@axiswise/backend';
import type { Budget, Experiment } from '@axiswise/experiment';
import type { KindSettings, TrainExperimentOptions, TrainingChoices } from '@axiswise/runner';
import { kindsOf, type TrainingKinds } from '@axiswise/training/kinds';
import type { Options } from 'yargs';
import { notice } from './answer.ts';
import { chosenOptions } from './network-options.ts';
import {
  backendOption,
  budgetOption,
  ownDataOptions,
  positiveNumber,
  settingsOption,
  wholeNumber,
} from './options.ts';
import { trainingProgress } from './progress.ts';

/** A kind by name: one of ours, or one that the experiment declares. */
const kindOption = (family: keyof TrainingKinds, describe: string) =>
  ({
    type: 'string',
    requiresArg: true,
    describe: `${describe}: ${[...kindsOf(family).keys()].join(', ')}, or one of the experiment`,
  }) as const satisfies Options;

/** What all commands that train let a call choose. */
export const sharedTrainingOptions = {
  ...ownDataOptions,
  epochs: wholeNumber('epochs', 1, 'times through the training examples'),
  'batch-size': wholeNumber('batch-size', 1, 'examples a step'),
  optimizer: kindOption('optimizers', 'how weights are changed, by name'),
  'optimizer-options': settingsOption(
    'optimizer-options',
    'settings of the optimizer, as key=value (sgd: momentum=0.9)',
  ),
  'learning-rate': positiveNumber('learning-rate', 'the full rate of the schedule'),
  schedule: kindOption('schedules', 'how the learning rate changes over the run, by name'),
  'schedule-options': settingsOption(
    'schedule-options',
    'settings of the schedule, as key=value (all: warmup=0.05; step: milestones=0.5,0.75)',
  ),
  augmentation: kindOption('augmentations', 'how training examples are augmented, by name'),
  'best-by': kindOption(
    'metrics',
    'keep the weights of the epoch that is best by this metric on the validation examples',
  ),
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

/** What a call of a command with {@link sharedTrainingOptions} chooses of the training. */
export interface TrainingArguments {
  readonly epochs?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly optimizer?: string | undefined;
  readonly optimizerOptions?: KindSettings | undefined;
  readonly learningRate?: number | undefined;
  readonly schedule?: string | undefined;
  readonly scheduleOptions?: KindSettings | undefined;
  readonly augmentation?: string | undefined;
  readonly bestBy?: string | undefined;
}

export const trainingChoices = (args: TrainingArguments): TrainingChoices => ({
  epochs: args.epochs,
  batchSize: args.batchSize,
  optimizer: args.optimizer,
  optimizerOptions: args.optimizerOptions,
  learningRate: args.learningRate,
  schedule: args.schedule,
  scheduleOptions: args.scheduleOptions,
  augmentation: args.augmentation,
  bestBy: args.bestBy,
});

/** A call's choices, as the experiment takes them, and a display of what goes on. */
export function trainingCall(
  experiment: Experiment,
  args: TrainingArguments & {
    readonly strategy?: string | undefined;
    readonly data?: string | undefined;
    readonly dataFormat?: string | undefined;
    readonly dataOptions?: Record<string, string> | undefined;
    readonly dataDir?: string | undefined;
    readonly seed?: number | undefined;
    readonly trainExamples?: number | undefined;
    readonly budget?: string | undefined;
    readonly backend: string;
    readonly threads?: number | undefined;
    readonly checkpointSeconds?: number | undefined;
  },
): TrainExperimentOptions {
  return {
    strategy: args.strategy,
    data: args.data,
    dataFormat: args.dataFormat,
    dataOptions: args.dataOptions,
    dataDir: args.dataDir,
    seed: args.seed,
    trainExamples: args.trainExamples,
    ...trainingChoices(args),
    options: chosenOptions(experiment, { ...args }),
    budget: args.budget as Budget | undefined,
    backend: args.backend as BackendChoice,
    threads: args.threads,
    secondsBetweenCheckpoints: args.checkpointSeconds,
    command: `axiswise ${process.argv.slice(2).join(' ')}`,
    observer: { onNotice: notice, ...trainingProgress(experiment) },
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
