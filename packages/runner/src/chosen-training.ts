import { InputError, pickByName } from '@axiswise/messages';
import {
  type AugmentationConfig,
  augmentationConfigs,
  checkConfig,
  type ClassWeights,
  kindNamed,
  type LearningRateSchedule,
  type LossConfig,
  type OptimizerConfig,
  type TrainingConfig,
  type TrainingKinds,
} from '@axiswise/training/kinds';

/** What a call may choose of how a network is trained; kinds by name, ours or the experiment's. */
export interface TrainingChoices {
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Another optimizer than the declared one has its own default learning rate and settings. */
  readonly optimizer?: string;
  /** Settings of the optimizer: `{ momentum: 0.9 }`. */
  readonly optimizerOptions?: KindSettings;
  readonly learningRate?: number;
  /** Another schedule than the declared one has no warmup unless it is asked for. */
  readonly schedule?: string;
  /** Settings of the schedule: `{ warmup: 0.05 }`. */
  readonly scheduleOptions?: KindSettings;
  /** In how many parts, one after another, a batch is computed. */
  readonly gradientAccumulation?: number;
  /** Of the exponential moving average of the weights. */
  readonly emaMomentum?: number;
  /** Stops after so many epochs without a better one. */
  readonly patience?: number;
  /** One or several by name; they follow each other. */
  readonly augmentation?: string | readonly string[];
  /** Settings of the augmentations: `{ degrees: 10 }` goes to the one that has it. */
  readonly augmentationOptions?: KindSettings;
  /** The α of mixup: each training example is mixed with another one. */
  readonly mixup?: number;
  /** What training makes small; another loss than the declared one has its own default settings. */
  readonly loss?: string;
  /** Settings of the loss: `{ labelSmoothing: 0.1 }`. */
  readonly lossOptions?: KindSettings;
  readonly classWeights?: ClassWeights;
  /** The metric on the validation examples by which the weights of the best epoch are kept. */
  readonly bestBy?: string;
}

/** The settings of a kind, as a call gives them, by name. */
export type KindSettings = Readonly<Record<string, number | readonly number[]>>;

/**
 * A training configuration with what a call chooses.
 *
 * @param base as it is declared, or recorded in the run that is continued.
 * @throws InputError where a kind or a setting does not exist, or a value is outside its range.
 */
export function chosenTraining(
  base: TrainingConfig,
  chosen: TrainingChoices,
  kinds: TrainingKinds,
): TrainingConfig {
  const { epochs, batchSize, bestBy, classWeights } = chosen;
  const { gradientAccumulation, emaMomentum, mixup, patience } = chosen;
  const augmentation = chosenAugmentation(base.augmentation, chosen, kinds);
  const loss = chosenLoss(base.loss, chosen);
  const schedule = chosenSchedule(base.schedule, chosen);
  const config: TrainingConfig = {
    ...base,
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    optimizer: chosenOptimizer(base.optimizer, chosen, kinds),
    ...(schedule && { schedule }),
    ...(augmentation !== undefined && { augmentation }),
    ...(loss && { loss }),
    ...(classWeights !== undefined && { classWeights }),
    ...(gradientAccumulation !== undefined && { gradientAccumulation }),
    ...(emaMomentum !== undefined && { emaMomentum }),
    ...(mixup !== undefined && { mixup }),
    ...(patience !== undefined && { patience }),
    ...(bestBy !== undefined && { bestBy, restoreBest: true }),
  };
  checkConfig(config, kinds);
  return config;
}

function chosenOptimizer(
  base: OptimizerConfig,
  { optimizer: kind = base.kind, optimizerOptions, learningRate }: TrainingChoices,
  kinds: TrainingKinds,
): OptimizerConfig {
  return {
    ...(kind === base.kind
      ? base
      : { kind, learningRate: kindNamed('optimizers', kind, kinds).learningRate }),
    ...optimizerOptions,
    ...(learningRate !== undefined && { learningRate }),
  };
}

function chosenSchedule(
  base: LearningRateSchedule | undefined,
  { schedule: kind = base?.kind ?? 'constant', scheduleOptions }: TrainingChoices,
): LearningRateSchedule | undefined {
  if (kind === (base?.kind ?? 'constant') && !scheduleOptions) return base;
  return { ...(kind === base?.kind && base), kind, ...scheduleOptions };
}

/**
 * A setting goes to each of the augmentations that has one of the name.
 *
 * @throws InputError where none has it.
 */
function chosenAugmentation(
  base: TrainingConfig['augmentation'],
  { augmentation: chosen, augmentationOptions: given = {} }: TrainingChoices,
  kinds: TrainingKinds,
): TrainingConfig['augmentation'] {
  const named = typeof chosen === 'object' ? chosen.map((kind) => ({ kind })) : chosen;
  const before = named ?? base;
  const settings = Object.entries(given);
  if (settings.length === 0) return before;
  const configs = augmentationConfigs(before).map((config) => ({ ...config }) as Mutable);
  const fail = (message: string): Error => new InputError('run', message);
  if (configs.length === 0) {
    throw fail(
      `the settings of an augmentation (${Object.keys(given).join(', ')}) need an augmentation; ` +
        'name one',
    );
  }
  const takers = new Map<string, Mutable[]>();
  for (const config of configs) {
    const { settings: has = {} } = kindNamed('augmentations', config.kind, kinds);
    for (const name of Object.keys(has)) takers.set(name, [...(takers.get(name) ?? []), config]);
  }
  const names = configs.map(({ kind }) => kind).join(', ');
  for (const [name, value] of settings) {
    for (const config of pickByName(`setting of the augmentation ${names}`, name, takers, fail)) {
      config[name] = value;
    }
  }
  return configs;
}

/** An augmentation whose settings are filled in. */
type Mutable = AugmentationConfig & Record<string, unknown>;

function chosenLoss(
  base: LossConfig | undefined,
  { loss: kind = base?.kind, lossOptions }: TrainingChoices,
): LossConfig | undefined {
  if (kind === base?.kind && !lossOptions) return base;
  return {
    ...(kind === base?.kind && base),
    ...(kind !== undefined && { kind }),
    ...lossOptions,
  };
}
