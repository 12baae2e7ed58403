import { InputError, nearest } from '@axiswise/messages';
import {
  type AugmentationConfig,
  augmentationConfigs,
  chosenAugmentation,
  type ChosenAugmentation,
} from './augmentations/augmentation.ts';
import { kindNamed, kindsOf, type TrainingKinds } from './kinds/training-kinds.ts';
import { type LossConfig, lossSettings } from './losses/loss-kind.ts';
import { type OptimizerConfig, optimizerSettings } from './optimizers/optimizer-kind.ts';
import { type LearningRateSchedule, scheduleOf } from './schedules/schedule.ts';
import type { ClassWeights } from './tasks/task.ts';

/** How a network is trained: plain data that goes into the run record. */
export interface TrainingConfig {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerConfig;
  readonly schedule?: LearningRateSchedule;
  /** The gradients' common L2 norm is scaled down to this; 0: not at all. */
  readonly clipNorm?: number;
  /**
   * In how many parts, one after another, a batch is computed: 1 by default. The gradients of all add up to
   * those of the batch, in the memory of a part.
   */
  readonly gradientAccumulation?: number;
  /**
   * Keeps an exponential moving average of the weights, of which so much stays at each step (0.99); it is
   * what is validated, and what training ends with. Absent: none is kept.
   */
  readonly emaMomentum?: number;
  /**
   * Mixes each training example with another one of its batch, by a share that is drawn of Beta(α, α) with this
   * α, above 0 to 1 (mixup). Absent: none is mixed.
   */
  readonly mixup?: number;
  /** The metric on the validation examples that makes an epoch the best: by default `loss`. */
  readonly bestBy?: string;
  /** Stops after so many epochs without a better one. */
  readonly patience?: number;
  /** Ends with the weights of the best epoch. */
  readonly restoreBest?: boolean;
  /**
   * How training examples are augmented: the name of a kind, or several kinds with their settings, which
   * follow each other; `none`: they are used as they are. Absent: as the data does by itself.
   */
  readonly augmentation?: string | readonly AugmentationConfig[];
  /** What training makes small, with its settings: `{ labelSmoothing: 0.1 }`; by default that of the task. */
  readonly loss?: LossConfig;
  /**
   * How much each class counts in the loss, where there are classes: a number above 0 for some of them, by
   * default 1, or `balanced`, so that rare classes count as much as frequent ones. Metrics do not change.
   */
  readonly classWeights?: ClassWeights;
}

/** What each entry must be. */
const rules: { readonly [Key in keyof Required<TrainingConfig>]: readonly [string, Check] } = {
  epochs: ['a positive integer', (value) => Number.isInteger(value) && (value as number) >= 1],
  batchSize: ['a positive integer', (value) => Number.isInteger(value) && (value as number) >= 1],
  optimizer: ['an object with a kind and a learningRate', isObject],
  schedule: ['an object with a kind', isObject],
  clipNorm: ['a number from 0', (value) => isNumber(value) && value >= 0],
  gradientAccumulation: [
    'a positive integer',
    (value) => Number.isInteger(value) && (value as number) >= 1,
  ],
  emaMomentum: [
    'a number from 0 to below 1',
    (value) => isNumber(value) && value >= 0 && value < 1,
  ],
  mixup: ['a number above 0, up to 1', (value) => isNumber(value) && value > 0 && value <= 1],
  bestBy: ['the name of a metric', (value) => typeof value === 'string'],
  patience: ['a positive integer', (value) => Number.isInteger(value) && (value as number) >= 1],
  restoreBest: ['true or false', (value) => typeof value === 'boolean'],
  augmentation: [
    'the name of an augmentation, or a list of objects with a kind',
    (value) =>
      typeof value === 'string' ||
      (Array.isArray(value) &&
        value.every(
          (each) => isObject(each) && typeof (each as { kind?: unknown }).kind === 'string',
        )),
  ],
  loss: ['an object with the settings of a loss', isObject],
  classWeights: [
    '"balanced" or an object with a number above 0 for each class',
    (value) =>
      value === 'balanced' ||
      (isObject(value) &&
        Object.values(value as object).every((weight) => isNumber(weight) && weight > 0)),
  ],
};
type Check = (value: unknown) => boolean;

/**
 * Checks all of a configuration that can be checked without data.
 *
 * @param kinds what an experiment declares besides our kinds.
 * @throws InputError naming an unknown entry with the nearest known one; a value that cannot be, with
 *   what it must be; a kind that there is none of.
 */
export function checkConfig(config: TrainingConfig, kinds: TrainingKinds = {}): void {
  for (const key of Object.keys(config)) {
    if (Object.hasOwn(rules, key)) continue;
    const near = nearest(key, Object.keys(rules));
    throw fail(
      `training has no entry "${key}"${near ? `; did you mean "${near}"?` : ''} ` +
        `(entries: ${Object.keys(rules).join(', ')})`,
    );
  }
  for (const [key, [expected, isFit]] of Object.entries(rules)) {
    const value = config[key as keyof TrainingConfig];
    const isRequired = key === 'epochs' || key === 'batchSize' || key === 'optimizer';
    if (value === undefined ? isRequired : !isFit(value)) {
      throw fail(`${key} must be ${expected}, got ${inWords(value)}`);
    }
  }
  const { optimizer, schedule, bestBy, augmentation, loss } = config;
  const { batchSize, gradientAccumulation = 1 } = config;
  if (gradientAccumulation > batchSize) {
    throw fail(
      `gradientAccumulation must be at most the batch size, ${batchSize}, so that each part has an ` +
        `example, got ${gradientAccumulation}`,
    );
  }
  optimizerSettings(kindNamed('optimizers', optimizer.kind, kinds), optimizer);
  if (!(isNumber(optimizer.learningRate) && optimizer.learningRate > 0)) {
    throw fail(`learningRate must be a number above 0, got ${inWords(optimizer.learningRate)}`);
  }
  if (schedule) scheduleOf(schedule, kinds.schedules);
  if (bestBy !== undefined) kindNamed('metrics', bestBy, kinds);
  augmentationsOf({ augmentation }, kinds);
  if (loss) checkLoss(loss, kinds);
}

/**
 * The augmentations of a configuration, with their settings.
 *
 * @throws InputError where there is none of a name, or a setting does not fit.
 */
export const augmentationsOf = (
  { augmentation }: Pick<TrainingConfig, 'augmentation'>,
  kinds: TrainingKinds = {},
): readonly ChosenAugmentation[] =>
  augmentationConfigs(augmentation).map((config) =>
    chosenAugmentation(kindNamed('augmentations', config.kind, kinds), config),
  );

/** Without a kind it is that of the task, which is known with the data: the settings must suit one. */
function checkLoss(loss: LossConfig, kinds: TrainingKinds): void {
  const names =
    loss.kind === undefined
      ? new Set(Array.from(kindsOf('tasks', kinds).values(), (task) => task.loss))
      : [loss.kind];
  let problem: unknown;
  for (const name of names) {
    try {
      lossSettings(kindNamed('losses', name, kinds), name, loss);
      return;
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

const inWords = (value: unknown): string =>
  typeof value === 'number' ? String(value) : JSON.stringify(value);

const fail = (message: string): Error => new InputError('run', message);
