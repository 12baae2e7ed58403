import type { Dataset } from '@axiswise/data';
import type { NetworkGeometry } from '@axiswise/geometry';
import { placeOf, runDiffers } from '@axiswise/runs';
import {
  type Budget,
  defaultStrategy,
  type Experiment,
  geometryOf,
  loadData,
  networkOf,
  sourceOf,
  strategyNames,
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
  /** How many; 5 by default. */
  readonly seeds?: number;
  /** The first of them; 0 by default. */
  readonly firstSeed?: number;
  /** Numbers of training examples; the results are of the largest. By default all there are. */
  readonly sizes?: readonly (number | 'all')[];
  /** Where the trials of an experiment are written. */
  readonly runDir?: string;
}

/** The trials of one experiment, and what is known of them before they run. */
export interface PlannedComparison {
  readonly experiment: Experiment;
  readonly data: string;
  readonly axisLengths: Readonly<Record<string, number>>;
  readonly classes: readonly string[];
  readonly testExamples: number;
  readonly strategies: readonly {
    readonly name: string;
    readonly network: NetworkGeometry;
    readonly widthMultiplier: number;
    readonly sizeRatio: number;
  }[];
  readonly seeds: readonly number[];
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly budget: Budget;
  /** The size of the default strategy, in what is budgeted; null for `none`. */
  readonly budgetSize: number | null;
  /** First one seed of every strategy, then the next: what is there can be compared at any time. */
  readonly trials: readonly Trial[];
  /** Those of the trials that have to be trained. */
  readonly unfinished: readonly Trial[];
  /** The folders of earlier runs that have to make room for them. */
  readonly replaced: readonly string[];
  readonly runDir: string;
}

/** Equal sizes, unless a call wants otherwise: else size would be compared, not geometry. */
const defaultBudget: Budget = 'parameters';
const defaultSeeds = 5;

/**
 * Reads the data, derives every trial, and finds those that are finished; changes nothing on disk.
 *
 * @throws InputError where something of the call does not fit, or a run directory holds a trial
 *   that was made otherwise.
 */
export async function planComparison(
  experiment: Experiment,
  call: CompareOptions,
  onNotice?: (line: string) => void,
): Promise<PlannedComparison> {
  const options = withDeclared(experiment, call);
  const source = sourceOf(experiment, options.data, options.dataFormat);
  const names = options.strategies ?? strategyNames(experiment);
  if (new Set(names).size !== names.length) {
    throw new InputError(
      'experiment',
      `a strategy is named twice in ${names.join(', ')}; name each once`,
    );
  }
  const runDir =
    options.runDir ??
    placeOf({ kind: 'comparison', experiment: experiment.name, source: source.name });
  const budget = options.budget ?? defaultBudget;
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: options.dataOptions,
    onNotice,
  });
  const firstSeed = options.firstSeed ?? 0;
  const seeds = Array.from({ length: options.seeds ?? defaultSeeds }, (_, i) => firstSeed + i);

  /** A trial, and the network it trains. */
  const derive = async (strategy: string, seed: number, size: number | 'all', epochs?: number) => {
    const folder = placeOf({
      kind: 'trial',
      of: runDir,
      strategy,
      seed,
      trainExamples: size === 'all' ? undefined : size,
    });
    const call: TrialCall = {
      ...sharedCall(options),
      strategy,
      seed,
      ...(size !== 'all' && { trainExamples: size }),
      ...(epochs !== undefined && { epochs }),
      budget,
      shifts: true,
      threads: 1,
      runDir: folder,
    };
    const { asked, existing } = await plan(experiment, call);
    const { configuration, geometry, sized } = configure(experiment, asked, dataset);
    const { trainExamples } = configuration;
    const trial: Trial = {
      experiment: experiment.name,
      strategy,
      seed,
      trainExamples,
      runDir: folder,
      configuration,
      call: { ...call, resume: true },
    };
    return { trial, existing, geometry, sized };
  };

  const sizes = sortedSizes(options.sizes ?? ['all']);
  const [largest] = sizes.slice(-1);
  const strategies: PlannedComparison['strategies'][number][] = [];
  let all = 0;
  for (const name of names) {
    const { trial, geometry, sized } = await derive(name, firstSeed, largest);
    all = trial.trainExamples;
    strategies.push({
      name,
      network: geometry,
      widthMultiplier: sized.widthMultiplier,
      sizeRatio: sized.ratio,
    });
  }

  const found: { readonly trial: Trial; readonly finished: boolean }[] = [];
  const replaced: string[] = [];
  const engines = new Map<string, string>();
  for (const size of sizes) {
    const epochs =
      size === largest
        ? undefined
        : epochsFor(options.epochs ?? experiment.training.epochs, all, size as number);
    for (const seed of seeds) {
      for (const name of names) {
        const { trial, existing } = await derive(name, seed, size, epochs);
        if (existing && options.overwrite) replaced.push(existing.path);
        if (!existing || options.overwrite) {
          found.push({ trial, finished: false });
          continue;
        }
        const { configuration, environment, status } = existing.record;
        const changed = configurationDifferences(configuration, trial.configuration);
        if (changed.length > 0) throw runDiffers(existing.path, changed);
        engines.set((environment as Environment).backend.name, existing.path);
        found.push({ trial, finished: status === 'finished' });
      }
    }
  }
  // What was begun on one engine goes on with it.
  const engine = oneEngine(engines);
  const trials = found.map(({ trial }) =>
    engine ? { ...trial, call: { ...trial.call, backend: engine } } : trial,
  );
  return {
    experiment,
    data: options.data ?? source.name,
    axisLengths: lengthsOf(dataset, strategies[0].network),
    classes: dataset.classes,
    testExamples: dataset.splits.test.length,
    strategies,
    seeds,
    sizes: [...new Set(trials.map(({ trainExamples }) => trainExamples))].sort((a, b) => a - b),
    budget,
    budgetSize:
      budget === 'none'
        ? null
        : networkOf(
            experiment,
            defaultStrategy(experiment),
            geometryOf(dataset),
            trials[0].configuration.options,
          ).totals[budget],
    trials,
    unfinished: trials.filter((_, i) => !found[i].finished),
    replaced,
    runDir,
  };
}

/** The call with its gaps filled by what the experiment declares for comparisons. */
function withDeclared({ comparison }: Experiment, call: CompareOptions): CompareOptions {
  if (!comparison) return call;
  const { epochs, trainExamples, options } = comparison;
  return {
    ...call,
    epochs: call.epochs ?? epochs,
    sizes: call.sizes ?? (trainExamples === undefined ? undefined : [trainExamples]),
    options: { ...options, ...call.options } as CompareOptions['options'],
  } as CompareOptions;
}

/** What all trials of a call have in common. */
const sharedCall = (options: CompareOptions): TrialCall => ({
  data: options.data,
  dataFormat: options.dataFormat,
  dataOptions: options.dataOptions,
  dataDir: options.dataDir,
  epochs: options.epochs,
  batchSize: options.batchSize,
  optimizer: options.optimizer,
  optimizerOptions: options.optimizerOptions,
  learningRate: options.learningRate,
  schedule: options.schedule,
  scheduleOptions: options.scheduleOptions,
  augmentation: options.augmentation,
  bestBy: options.bestBy,
  options: options.options,
  backend: options.backend,
  secondsBetweenCheckpoints: options.secondsBetweenCheckpoints,
  command: options.command,
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
