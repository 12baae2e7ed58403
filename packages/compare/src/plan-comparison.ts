import { existsSync } from 'node:fs';
import path from 'node:path';
import { engineNamed } from '@axiswise/backend';
import type { Dataset } from '@axiswise/data';
import type { NetworkGeometry } from '@axiswise/geometry';
import { placeOf, runDiffers, runFiles } from '@axiswise/runs';
import {
  type Budget,
  chosenByTuning,
  type Experiment,
  geometryOf,
  loadData,
  optionValues,
  type OptionValues,
  sizeAskedFor,
  sourceOf,
} from '@axiswise/experiment';
import {
  configurationDifferences,
  configure,
  type Environment,
  plan,
  type TrainExperimentOptions,
  type TrainingChoices,
} from '@axiswise/runner';
import { InputError } from '@axiswise/messages';
import type { TrainingConfig } from '@axiswise/training/kinds';
import type { Configuration } from '@axiswise/tuning';
import { budgetOf, namesOf, scalesOf, withDeclared } from './compared-networks.ts';
import type { NetworkShape } from './comparison.ts';
import { type MeasuredTask, measuredTask } from './measured-task.ts';
import { type SeedRange, seedRangeOf } from './seed-range.ts';
import type { Trial, TrialCall } from './trial.ts';

/** What `compare` lets a call choose. */
export interface CompareOptions extends Pick<
  TrainExperimentOptions,
  | 'data'
  | 'dataFormat'
  | 'dataOptions'
  | 'dataDir'
  | keyof TrainingChoices
  | 'options'
  | 'budget'
  | 'backend'
  | 'overwrite'
  | 'secondsBetweenCheckpoints'
  | 'command'
> {
  /** By default all that the experiment declares: strategies and baselines. */
  readonly strategies?: readonly string[];
  /** Multiples of the budget at which everything is repeated; by default 1, the budget itself. */
  readonly scales?: readonly number[];
  /** How many configurations every strategy tries before its seeds; 8 by default, 0 for none. */
  readonly tune?: number;
  /** How many; 5 by default. `auto`: as many as it takes to decide what the theory claims. */
  readonly seeds?: number | 'auto';
  /** With `auto`, at most so many for a strategy; 10 by default. */
  readonly maxSeeds?: number;
  /** The first of them; 0 by default. */
  readonly firstSeed?: number;
  /** Numbers of training examples; the results are of the largest. By default all there are. */
  readonly sizes?: readonly (number | 'all')[];
  /** Where the trials of an experiment are written. */
  readonly runDir?: string;
}

/** One comparison at one size, before anything of it is trained: what is compared, on what. */
export interface PreparedComparison {
  readonly experiment: Experiment;
  /** The call, completed by what the experiment declares for comparisons. */
  readonly options: CompareOptions;
  readonly dataset: Dataset;
  readonly data: string;
  readonly axisLengths: Readonly<Record<string, number>>;
  readonly strategies: readonly {
    readonly name: string;
    readonly network: NetworkGeometry;
    readonly widthMultiplier: number;
    readonly sizeRatio: number;
    readonly shape: NetworkShape | undefined;
  }[];
  /** All that may be trained. */
  readonly seeds: readonly number[];
  /** Where seeds are added until the claims are decided; null where their number is fixed. */
  readonly seedRange: SeedRange | null;
  /** As asked for, ascending. */
  readonly sizes: readonly (number | 'all')[];
  /** The number of training examples of the largest size. */
  readonly trainExamples: number;
  readonly validationExamples: number;
  /** Of every trial, where it is not tuned. */
  readonly training: TrainingConfig;
  /** What is predicted, and how strategies are scored. */
  readonly measured: MeasuredTask;
  readonly networkOptions: OptionValues;
  /** Those of them that the call itself chooses. */
  readonly callOptions: OptionValues;
  readonly budget: Budget;
  /** The multiple of the budget. */
  readonly scale: number;
  /** So many times the size of the default strategy, in what is budgeted; null for `none`. */
  readonly budgetSize: number | null;
  /** Of the comparison, all its sizes together. */
  readonly runDir: string;
  /** Where the trials of this size lie. */
  readonly trialsDir: string;
}

/** The trials of one experiment whose seeds count, and what is known of them before they run. */
export interface PlannedComparison extends PreparedComparison {
  /** Of the trials, ascending. */
  readonly trainedSizes: readonly number[];
  /** First one seed of every strategy, then the next: what is there can be compared at any time. */
  readonly trials: readonly Trial[];
  /** Those of the trials that have to be trained. */
  readonly unfinished: readonly Trial[];
  /** The folders of earlier runs that have to make room for them. */
  readonly replaced: readonly string[];
  /** With how many of the seeds each strategy is trained; absent: with all. */
  readonly seedCounts?: ReadonlyMap<string, number>;
}

/** A configuration that tuning tries, with its number. */
export interface NumberedConfiguration {
  readonly number: number;
  readonly values: Configuration;
}

/** How many seeds every strategy gets, unless a call says otherwise. */
export const defaultSeeds = 5;

/**
 * Reads the data and checks the call; changes nothing on disk.
 *
 * @returns a comparison for each multiple of the budget, ascending.
 * @throws InputError where something of the call does not fit.
 */
export async function prepareComparison(
  experiment: Experiment,
  call: CompareOptions,
  onNotice?: (line: string) => void,
): Promise<PreparedComparison[]> {
  const options = withDeclared(experiment, call);
  const source = sourceOf(experiment, options.data, options.dataFormat);
  const names = namesOf(experiment, options);
  const scales = scalesOf(options);
  // Each trial would refuse an engine that is not installed, after the data were read.
  if (options.backend) engineNamed(options.backend);
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: options.dataOptions,
    onNotice,
  });
  const { firstSeed = 0 } = options;
  const seedRange = seedRangeOf(options);
  const seeds = seedRange?.maximum ?? Number(options.seeds ?? defaultSeeds);
  const networkOptions = optionValues(experiment.options, options.options);
  const ofAllSizes = {
    experiment,
    options,
    dataset,
    data: options.data ?? source.name,
    seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i),
    seedRange,
    sizes: sortedSizes(options.sizes ?? ['all']),
    networkOptions,
    callOptions: call.options ?? {},
    budget: budgetOf(options),
    runDir:
      options.runDir ??
      placeOf({ kind: 'comparison', experiment: experiment.name, source: source.name }),
  };
  const prepared: Omit<PreparedComparison, 'measured'>[] = [];
  for (const scale of scales) prepared.push(await prepareScale(ofAllSizes, { names, scale }));
  // The same at every size.
  const measured = measuredTask(experiment, dataset, prepared[0].training);
  return prepared.map((each) => ({ ...each, measured }));
}

/** Derives what is compared at one multiple of the budget. */
async function prepareScale(
  ofAllSizes: OfAllSizes,
  { names, scale }: { readonly names: readonly string[]; readonly scale: number },
): Promise<Omit<PreparedComparison, 'measured'>> {
  const { experiment, dataset, networkOptions, budget, runDir } = ofAllSizes;
  const size = { budget, scale };
  const base = {
    ...ofAllSizes,
    scale,
    budgetSize: sizeAskedFor(experiment, geometryOf(dataset), networkOptions, size)?.size ?? null,
    trialsDir: scale === 1 ? runDir : placeOf({ kind: 'scale', of: runDir, scale }),
  };
  const strategies: PreparedComparison['strategies'][number][] = [];
  let last: Trial | undefined;
  for (const name of names) {
    const { trial, geometry, sized } = await deriveTrial(base, {
      strategy: name,
      seed: base.seeds[0],
      size: base.sizes[base.sizes.length - 1],
      runDir: path.join(base.trialsDir, name),
    });
    last = trial;
    const { widthMultiplier, ratio, shape } = sized;
    strategies.push({ name, network: geometry, widthMultiplier, sizeRatio: ratio, shape });
  }
  const { trainExamples, validationExamples, training } = last!.configuration;
  return {
    ...base,
    axisLengths: lengthsOf(dataset, strategies[0].network),
    strategies,
    trainExamples,
    validationExamples,
    training,
  };
}

/** What does not depend on the multiple of the budget. */
type OfAllSizes = Pick<
  PreparedComparison,
  | 'experiment'
  | 'options'
  | 'dataset'
  | 'data'
  | 'seeds'
  | 'seedRange'
  | 'sizes'
  | 'networkOptions'
  | 'callOptions'
  | 'budget'
  | 'runDir'
>;

/** What a trial is derived for. */
interface TrialOf {
  readonly strategy: string;
  readonly seed: number;
  readonly size: number | 'all';
  /** Where they are not those of the call. */
  readonly epochs?: number | undefined;
  readonly configuration?: Configuration | undefined;
  readonly runDir: string;
  /** Where it tries a configuration. */
  readonly tries?: { readonly number: number; readonly untilEpoch: number };
}

/** A trial, the run that is there already, and the network that it trains. */
type DerivedTrial = { readonly trial: Trial } & Pick<Awaited<ReturnType<typeof plan>>, 'existing'> &
  Pick<ReturnType<typeof configure>, 'geometry' | 'sized'>;

/** Derives a trial from the choices of a comparison. */
export async function deriveTrial(
  {
    experiment,
    options,
    dataset,
    budget,
    scale,
  }: Pick<PreparedComparison, 'experiment' | 'options' | 'dataset' | 'budget' | 'scale'>,
  { strategy, seed, size, epochs, configuration, runDir, tries }: TrialOf,
): Promise<DerivedTrial> {
  const tuned = chosenByTuning(experiment, configuration ?? {});
  const call: TrialCall = {
    ...sharedCall(options),
    ...(configuration && {
      ...(tuned.learningRate !== undefined && { learningRate: tuned.learningRate }),
      ...(tuned.batchSize !== undefined && { batchSize: tuned.batchSize }),
      optimizerOptions: { ...options.optimizerOptions, ...tuned.optimizerOptions },
      options: { ...options.options, ...tuned.options },
      // The number of epochs is tuned by keeping the best one.
      ...(!experiment.training.restoreBest && {
        bestBy: options.bestBy ?? experiment.training.bestBy ?? 'loss',
      }),
    }),
    strategy,
    seed,
    ...(size !== 'all' && { trainExamples: size }),
    ...(epochs !== undefined && { epochs }),
    budget,
    ...(scale !== 1 && { scale }),
    ...(!tries && { shifts: true }),
    threads: 1,
    runDir,
  };
  const { asked, existing } = await plan(experiment, call);
  const { configuration: recorded, geometry, sized } = configure(experiment, asked, dataset);
  const trial: Trial = {
    experiment: experiment.name,
    strategy,
    seed,
    trainExamples: recorded.trainExamples,
    ...(scale !== 1 && { scale }),
    runDir,
    ...(tries && { triesConfiguration: tries.number }),
    configuration: recorded,
    call: { ...call, ...(tries && { untilEpoch: tries.untilEpoch }), resume: true },
  };
  return { trial, existing, geometry, sized };
}

/**
 * Lists the trials whose seeds count, and finds those that are finished; changes nothing on disk.
 *
 * @param chosen the configuration of each strategy; a strategy without one is not trained. Without
 *   anything, every strategy is trained as it is declared.
 * @param engines the engines on which runs of the comparison were trained, with one of these runs.
 * @throws InputError where a run directory holds a trial that was made otherwise.
 */
export async function planTrials(
  prepared: PreparedComparison,
  chosen?: ReadonlyMap<string, NumberedConfiguration>,
  engines: ReadonlyMap<string, string> = new Map(),
): Promise<PlannedComparison> {
  const { experiment, options, strategies, seeds, sizes, training, trainExamples } = prepared;
  const found: { readonly trial: Trial; readonly finished: boolean }[] = [];
  const replaced: string[] = [];
  const onEngines = new Map(engines);
  for (const size of sizes) {
    const isLargest = size === sizes[sizes.length - 1];
    const epochs = isLargest ? undefined : epochsFor(training.epochs, trainExamples, Number(size));
    for (const seed of seeds) {
      for (const { name: strategy } of strategies) {
        const configuration = chosen?.get(strategy);
        if (chosen && !configuration) continue;
        const { trial, existing } = await deriveTrial(prepared, {
          ...{ strategy, seed, size, epochs },
          configuration: configuration?.values,
          runDir: folderOf(prepared, {
            strategy,
            seed,
            size,
            configuration: configuration?.number,
          }),
        });
        if (existing && options.overwrite) replaced.push(existing.path);
        if (!existing || options.overwrite) {
          found.push({ trial, finished: false });
          continue;
        }
        const { configuration: recorded, environment, status } = existing.record;
        const changed = configurationDifferences(recorded, trial.configuration, experiment.options);
        if (changed.length > 0) throw runDiffers(existing.path, changed);
        onEngines.set((environment as Environment).backend.name, existing.path);
        found.push({ trial, finished: status === 'finished' });
      }
    }
  }
  const trials = onOneEngine(
    found.map(({ trial }) => trial),
    onEngines,
  );
  const trained = [...new Set(trials.map((trial) => trial.trainExamples))].sort((a, b) => a - b);
  return {
    ...prepared,
    trainedSizes: trained.length > 0 ? trained : [trainExamples],
    trials,
    unfinished: trials.filter((_, i) => !found[i].finished),
    replaced,
  };
}

/** The folders of all runs whose seeds count with one of some configurations, as far as they exist. */
export const runsOfConfigurations = (
  prepared: PreparedComparison,
  configurations: readonly number[],
): string[] =>
  configurations.flatMap((configuration) =>
    prepared.strategies.flatMap(({ name: strategy }) =>
      prepared.sizes.flatMap((size) =>
        prepared.seeds
          .map((seed) => folderOf(prepared, { strategy, seed, size, configuration }))
          .filter((folder) => existsSync(path.join(folder, runFiles.record))),
      ),
    ),
  );

const folderOf = (
  { trialsDir }: PreparedComparison,
  {
    strategy,
    seed,
    size,
    configuration,
  }: {
    readonly strategy: string;
    readonly seed: number;
    readonly size: number | 'all';
    readonly configuration: number | undefined;
  },
): string =>
  placeOf({
    kind: 'trial',
    of: trialsDir,
    strategy,
    seed,
    configuration,
    trainExamples: size === 'all' ? undefined : size,
  });

/** What all trials of a call have in common. */
const sharedCall = (options: CompareOptions): TrialCall => ({
  data: options.data,
  dataFormat: options.dataFormat,
  dataOptions: options.dataOptions,
  dataDir: options.dataDir,
  ...choicesOf(options),
  options: options.options,
  backend: options.backend,
  secondsBetweenCheckpoints: options.secondsBetweenCheckpoints,
  command: options.command,
});

/** All that a call chooses of how networks are trained: the type lets none be forgotten. */
const choicesOf = (
  options: TrainingChoices,
): { readonly [Key in keyof Required<TrainingChoices>]: TrainingChoices[Key] } => ({
  epochs: options.epochs,
  batchSize: options.batchSize,
  gradientAccumulation: options.gradientAccumulation,
  optimizer: options.optimizer,
  optimizerOptions: options.optimizerOptions,
  learningRate: options.learningRate,
  emaMomentum: options.emaMomentum,
  schedule: options.schedule,
  scheduleOptions: options.scheduleOptions,
  augmentation: options.augmentation,
  augmentationOptions: options.augmentationOptions,
  mixup: options.mixup,
  patience: options.patience,
  loss: options.loss,
  lossOptions: options.lossOptions,
  classWeights: options.classWeights,
  bestBy: options.bestBy,
});

/** Smaller sets come first, `all` last. */
function sortedSizes(sizes: readonly (number | 'all')[]): (number | 'all')[] {
  const order = (size: number | 'all'): number => (size === 'all' ? Infinity : size);
  return [...new Set(sizes)].sort((a, b) => order(a) - order(b));
}

/**
 * The number of epochs for a smaller training set: more by the square root of how much smaller it is. As many epochs as for the full set would leave it untrained (a hundred examples are
 * one step an epoch); as many steps would cost as much as the full set.
 */
const epochsFor = (epochs: number, all: number, size: number): number =>
  Math.max(epochs, Math.round(epochs * Math.sqrt(all / size)));

/** Trials of a comparison go on with the engine on which the first of them was trained. */
export function onOneEngine(
  trials: readonly Trial[],
  engines: ReadonlyMap<string, string>,
): readonly Trial[] {
  const engine = oneEngine(engines);
  return engine
    ? trials.map((trial) => ({ ...trial, call: { ...trial.call, backend: engine } }))
    : trials;
}

/** Results of two engines differ in the last bits: one comparison keeps to one. */
function oneEngine(engines: ReadonlyMap<string, string>): TrialCall['backend'] {
  const [first, second] = [...engines];
  if (second) {
    throw new InputError(
      'run-differs',
      `the run in ${first[1]} was trained on the ${first[0]} backend and that in ${second[1]} on ` +
        `${second[0]}; replace them by runs on one backend, or choose another folder`,
    );
  }
  return first?.[0] as TrialCall['backend'];
}

function lengthsOf({ axes, shape }: Dataset, { layers }: NetworkGeometry): Record<string, number> {
  const lengths: Record<string, number> = {};
  for (const [i, axis] of axes.entries()) lengths[axis] = shape[i];
  // Axes that an embedding adds are met behind it.
  for (const { input } of layers) {
    for (const { name, inputLength } of input.axes) lengths[name] ??= inputLength;
  }
  return lengths;
}
