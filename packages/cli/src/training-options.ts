import type { BackendChoice } from '@axiswise/backend';
import type { Budget, Experiment } from '@axiswise/experiment';
import type { KindSettings, TrainExperimentOptions, TrainingChoices } from '@axiswise/runner';
import { type ClassWeights, kindsOf, type TrainingKinds } from '@axiswise/training/kinds';
import type { Options } from 'yargs';
import { notice } from './print-result.ts';
import { chosenOptions } from './network-options.ts';
import {
  backendOption,
  budgetOption,
  classWeightsOption,
  integer,
  nonNegativeNumber,
  ownDataOptions,
  positiveNumber,
  settingsOption,
  strategyOption,
  threadsOption,
  workersOption,
} from './options.ts';
import { trainingProgress } from './progress.ts';

/** An option that takes a kind by name: one of ours, or one that the experiment declares. */
const kindOption = (family: keyof TrainingKinds, describe: string) =>
  ({
    type: 'string',
    requiresArg: true,
    describe: `${describe}: ${[...kindsOf(family).keys()].join(', ')}, or one of the experiment`,
  }) as const satisfies Options;

/** An option that takes one augmentation, or several, by name. */
const augmentationOption = {
  ...kindOption(
    'augmentations',
    'augmentation of the training examples by name; several, as a,b, follow each other',
  ),
  coerce: (word: string | undefined): string | readonly string[] | undefined =>
    word?.includes(',') ? word.split(',') : word,
} as const satisfies Options;

/** The options of every command that trains. */
export const sharedTrainingOptions = {
  ...ownDataOptions,
  epochs: integer('epochs', 1, 'number of epochs to train [default: as declared]'),
  'batch-size': integer(
    'batch-size',
    1,
    'number of examples per gradient update [default: as declared]',
  ),
  'gradient-accumulation': integer(
    'gradient-accumulation',
    1,
    'number of parts, one after another, in which a batch is computed to save memory [default: 1]',
  ),
  optimizer: kindOption('optimizers', 'optimizer by name'),
  'optimizer-options': settingsOption(
    'optimizer-options',
    'settings of the optimizer, as key=value (sgd: momentum=0.9)',
  ),
  'learning-rate': positiveNumber(
    'learning-rate',
    'learning rate at the peak of its schedule [default: as declared]',
  ),
  'weight-decay': nonNegativeNumber(
    'weight-decay',
    'weight decay of the optimizer, of kernels only (adam: decoupled, AdamW) [default: as declared]',
  ),
  'ema-momentum': nonNegativeNumber(
    'ema-momentum',
    'keep an exponential moving average of the weights, as 0.99, to validate and to end with ' +
      '[default: none]',
  ),
  schedule: kindOption('schedules', 'schedule of the learning rate by name'),
  'schedule-options': settingsOption(
    'schedule-options',
    'settings of the schedule, as key=value (all: warmup=0.05; step: milestones=0.5,0.75)',
  ),
  augmentation: augmentationOption,
  'augmentation-options': settingsOption(
    'augmentation-options',
    'settings of the augmentations, as key=value (listed below)',
  ),
  mixup: positiveNumber(
    'mixup',
    'mix each training example with another one, by a share that is drawn of a beta distribution with this ' +
      'parameter, up to 1, as 0.2 [default: none]',
  ),
  patience: integer(
    'patience',
    1,
    'number of epochs without a better one after which training stops [default: as declared]',
  ),
  'best-by': kindOption(
    'metrics',
    'metric on the validation examples that chooses the epoch whose weights are kept',
  ),
  loss: kindOption('losses', 'loss by name'),
  'loss-options': settingsOption(
    'loss-options',
    'settings of the loss, as key=value (crossEntropy: labelSmoothing=0.1; huber: delta=1)',
  ),
  'label-smoothing': nonNegativeNumber(
    'label-smoothing',
    'part of the probability of a label that all classes share in the loss, below 1 [default: as declared]',
  ),
  'class-weights': classWeightsOption,
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
  scale: positiveNumber(
    'scale',
    'multiple of the budget that the network is brought to [default: 1]',
  ),
  threads: threadsOption,
  workers: workersOption('between which each batch is divided', '1'),
} as const satisfies Record<string, Options>;

/** The arguments of a call that belong to {@link sharedTrainingOptions}. */
export interface TrainingArguments {
  readonly epochs?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly gradientAccumulation?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly emaMomentum?: number | undefined;
  readonly mixup?: number | undefined;
  readonly patience?: number | undefined;
  readonly optimizer?: string | undefined;
  readonly optimizerOptions?: KindSettings | undefined;
  readonly learningRate?: number | undefined;
  readonly schedule?: string | undefined;
  readonly scheduleOptions?: KindSettings | undefined;
  readonly augmentation?: string | readonly string[] | undefined;
  readonly augmentationOptions?: KindSettings | undefined;
  readonly bestBy?: string | undefined;
  readonly loss?: string | undefined;
  readonly lossOptions?: KindSettings | undefined;
  readonly labelSmoothing?: number | undefined;
  readonly classWeights?: ClassWeights | undefined;
}

export const trainingChoices = (args: TrainingArguments): TrainingChoices => ({
  epochs: args.epochs,
  batchSize: args.batchSize,
  optimizer: args.optimizer,
  optimizerOptions:
    args.weightDecay === undefined
      ? args.optimizerOptions
      : { ...args.optimizerOptions, weightDecay: args.weightDecay },
  gradientAccumulation: args.gradientAccumulation,
  emaMomentum: args.emaMomentum,
  mixup: args.mixup,
  patience: args.patience,
  learningRate: args.learningRate,
  schedule: args.schedule,
  scheduleOptions: args.scheduleOptions,
  augmentation: args.augmentation,
  augmentationOptions: args.augmentationOptions,
  bestBy: args.bestBy,
  loss: args.loss,
  lossOptions:
    args.labelSmoothing === undefined
      ? args.lossOptions
      : { ...args.lossOptions, labelSmoothing: args.labelSmoothing },
  classWeights: args.classWeights,
});

/** Turns the arguments of a call into the options of training, with a display of its progress. */
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
    readonly scale?: number | undefined;
    readonly backend: string;
    readonly threads?: number | undefined;
    readonly workers?: number | undefined;
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
    scale: args.scale,
    backend: args.backend as BackendChoice,
    threads: args.threads,
    workers: args.workers,
    secondsBetweenCheckpoints: args.checkpointSeconds,
    command: `axiswise ${process.argv.slice(2).join(' ')}`,
    observer: { onNotice: notice, ...trainingProgress(experiment) },
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
