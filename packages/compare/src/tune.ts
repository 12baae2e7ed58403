import { existsSync } from 'node:fs';
import path from 'node:path';
import { placeOf, runDiffers, runFiles, withRunLock } from '@axiswise/runs';
import { geometryOf } from '@axiswise/experiment';
import {
  configurationDifferences,
  type Environment,
  openTrainingRun,
  readTrainedToEpoch,
  type TrainedToEpoch,
} from '@axiswise/runner';
import { count, InputError, plural } from '@axiswise/messages';
import { bestEpoch, isOutOfPatience } from '@axiswise/training';
import { metricOf, type TrainingConfig } from '@axiswise/training/kinds';
import {
  drawConfiguration,
  edgesOf,
  edgeShare,
  type HalvingState,
  halvingRungs,
  type Rung,
  type SearchSpace,
  successiveHalving,
  type TrialScore,
} from '@axiswise/tuning';
import type { ComparedTuning, TriedConfiguration, TunedStrategy } from './comparison.ts';
import {
  deriveTrial,
  type NumberedConfiguration,
  onOneEngine,
  type PreparedComparison,
  runsOfConfigurations,
} from './plan-comparison.ts';
import { spaceOfStrategy, spaceToTune } from './strategy-space.ts';
import type { Trial } from './trial.ts';
import { runTrials, type TrialPoolObserver } from './trial-pool.ts';

/**
 * The seed with which configurations are drawn and trained: far from those that people count with, and the
 * same whatever these are, so that a comparison of more seeds tunes nothing again.
 */
const tuningSeed = 1_000_000;

/** The tuning of one experiment before it begins. */
export interface PlannedTuning {
  readonly prepared: PreparedComparison;
  readonly described: ComparedTuning;
  readonly rungs: readonly Rung[];
  readonly strategies: readonly PlannedSearch[];
  /** The engines on which runs of it were trained, with one of these runs. */
  readonly engines: ReadonlyMap<string, string>;
  /** The folders of earlier runs that have to make room. */
  readonly replaced: readonly string[];
}

/** The search of one strategy. */
interface PlannedSearch {
  readonly strategy: string;
  readonly space: SearchSpace;
  /** By their numbers. */
  readonly configurations: readonly NumberedConfiguration[];
  /** Of each configuration, trained to the end of the last rung. */
  readonly trials: readonly Trial[];
}

/** The tuning of one experiment at its end. */
export interface Tuned {
  readonly described: ComparedTuning;
  /** Of every strategy. */
  readonly strategies: ReadonlyMap<string, TunedStrategy>;
  /** Of every strategy but those of which every configuration failed. */
  readonly chosen: ReadonlyMap<string, NumberedConfiguration>;
  readonly engines: ReadonlyMap<string, string>;
}

/**
 * Draws the configurations that every strategy tries, and finds what is trained of them; changes nothing on
 * disk.
 *
 * All strategies try the same values, of what changes their networks or their training.
 *
 * @param configurations how many.
 * @throws InputError where there are no validation examples to choose on, nothing is left to tune, the
 *   tuning would undo the budget, the seed of the tuning counts, or a run directory holds something else.
 */
export async function planTuning(
  prepared: PreparedComparison,
  configurations: number,
): Promise<PlannedTuning> {
  const { experiment, options, training, seeds, validationExamples, trainExamples } = prepared;
  const untuned = 'or compare untuned, with 0 configurations';
  if (validationExamples === 0) {
    throw new InputError(
      'experiment',
      `${experiment.name} has no validation examples to tune on; let it set some aside ` +
        `(training.validation), ${untuned}`,
    );
  }
  if (seeds.includes(tuningSeed)) {
    throw new InputError(
      'experiment',
      `the seeds that count must be others than ${tuningSeed}, with which configurations are tuned; ` +
        `choose other seeds, ${untuned}`,
    );
  }
  const tunable = { ...prepared, example: geometryOf(prepared.dataset) };
  const space = spaceToTune(tunable);
  const rungs = halvingRungs({ trials: configurations, epochs: training.epochs });
  const drawn = Array.from({ length: configurations }, (_, number) => ({
    number,
    values: drawConfiguration(space, { seed: tuningSeed, trial: number }),
  }));
  const engines = new Map<string, string>();
  const replaced: string[] = [];
  const strategies: PlannedSearch[] = [];
  for (const { name: strategy } of prepared.strategies) {
    const used = spaceOfStrategy(tunable, strategy, space);
    const isFixed = Object.keys(used).length === 0;
    const tried = (isFixed ? drawn.slice(0, 1) : drawn).map(({ number, values }) => ({
      number,
      values: Object.fromEntries(Object.entries(values).filter(([name]) => name in used)),
    }));
    const trials: Trial[] = [];
    for (const { number, values } of tried) {
      const { trial, existing } = await deriveTrial(prepared, {
        strategy,
        seed: tuningSeed,
        size: prepared.sizes[prepared.sizes.length - 1],
        configuration: values,
        runDir: placeOf({
          kind: 'tuning trial',
          of: prepared.trialsDir,
          strategy,
          configuration: number,
        }),
        tries: { number, untilEpoch: training.epochs },
      });
      trials.push(trial);
      if (existing && options.overwrite) replaced.push(existing.path);
      else if (existing) {
        const { configuration, environment } = existing.record;
        const changed = configurationDifferences(
          configuration,
          trial.configuration,
          experiment.options,
        );
        if (changed.length > 0) throw runDiffers(existing.path, changed);
        engines.set((environment as Environment).backend.name, existing.path);
      }
    }
    strategies.push({ strategy, space: used, configurations: tried, trials });
  }
  const { name: metric, better } = scoredBy(prepared);
  return {
    prepared,
    described: {
      configurations,
      seed: tuningSeed,
      trainExamples,
      metric,
      better,
      space,
      edgeShare,
      rungs,
    },
    rungs,
    strategies: strategies.map((each) => ({
      ...each,
      trials: onOneEngine(each.trials, engines),
    })),
    engines,
    // Any of them may be chosen, and then trained anew.
    replaced: options.overwrite
      ? [...replaced, ...runsOfConfigurations(prepared, Array.from(drawn.keys()))]
      : replaced,
  };
}

/** The metric by which configurations are chosen: the one by which the best epoch is. */
function scoredBy({ experiment, dataset, training }: PreparedComparison) {
  const name = training.bestBy ?? 'loss';
  const metric = metricOf(dataset, name, experiment);
  return { name, metric, better: metric.better };
}

/** What is known of a configuration's trial. */
interface Known extends TrainedToEpoch {
  /** Why its process died twice. */
  readonly failed?: string | undefined;
}

/**
 * Trains configurations rung by rung, and chooses one for each strategy.
 *
 * Rungs are those of all strategies together, so that all jobs have work; what is chosen does not depend on
 * the order in which trials end. A trial goes on from rung to rung: its schedule is that of the full number
 * of epochs from the beginning, so the last rung has scored what the seeds that count are trained with.
 * What was trained by an earlier call is read from its runs.
 */
export async function tune(
  planned: readonly PlannedTuning[],
  { jobs, observer }: { readonly jobs: number; readonly observer: TuneObserver },
): Promise<Tuned[]> {
  const known = new Map<Trial, Known>();
  for (const { strategies } of planned) {
    for (const trial of strategies.flatMap(({ trials }) => trials)) {
      known.set(trial, await readTrainedToEpoch(trial.runDir));
    }
  }
  const searches = planned.flatMap((plan) => plan.strategies.map((search) => ({ plan, search })));
  for (let round = 1; ; round++) {
    const tasks: Trial[] = [];
    for (const { plan, search } of searches) {
      const { toTrain } = stateOf(plan, search, known);
      for (const number of toTrain?.trials ?? []) {
        const trial = search.trials[number];
        tasks.push({ ...trial, call: { ...trial.call, untilEpoch: toTrain!.epochs } });
      }
    }
    if (tasks.length === 0) {
      // A call that was killed may have left some.
      for (const { plan, search } of searches) await removeCheckpoints(plan, search, known);
      break;
    }
    const epochs = [...new Set(tasks.map(({ call }) => call.untilEpoch!))].sort((a, b) => a - b);
    observer.onNotice?.(
      `tuning, round ${round}: ${plural(tasks.length, 'configuration')} to epoch ` +
        `${epochs.join(' or ')}; ${Math.min(jobs, tasks.length)} at a time`,
    );
    const ends = await runTrials(tasks, { jobs, observer });
    for (const { search } of searches) {
      for (const trial of search.trials) {
        const task = tasks.find(({ runDir }) => runDir === trial.runDir);
        const end = task && ends.get(task);
        if (!end) continue;
        known.set(trial, {
          ...(await readTrainedToEpoch(trial.runDir)),
          ...(end.status === 'failed' && { failed: end.message }),
        });
      }
    }
    for (const { plan, search } of searches) await removeCheckpoints(plan, search, known);
  }
  const tuned: Tuned[] = [];
  for (const plan of planned) {
    const engines = new Map(plan.engines);
    for (const { trials } of plan.strategies) {
      const run = await openTrainingRun(trials[0].runDir);
      if (run) engines.set((run.record.environment as Environment).backend.name, run.path);
    }
    tuned.push({ ...resultOf(plan, known), engines });
  }
  return tuned;
}

export interface TuneObserver extends TrialPoolObserver {
  onNotice?(line: string): void;
}

const stateOf = (
  { prepared, rungs }: PlannedTuning,
  { trials, space }: PlannedSearch,
  known: ReadonlyMap<Trial, Known>,
): HalvingState => {
  // There is one way to train it, so there is nothing to find out.
  if (Object.keys(space).length === 0) return { entered: rungs.map(() => []), chosen: 0 };
  return successiveHalving(rungs, {
    better: scoredBy(prepared).better,
    scoreAt: (number, epochs) =>
      scoreAt(prepared, trials[number].configuration.training, known.get(trials[number])!, epochs),
  });
};

/** The validation score of the epoch whose weights would be kept after so many. */
function scoreAt(
  prepared: PreparedComparison,
  { patience }: TrainingConfig,
  { history, diverged, failed }: Known,
  epochs: number,
): TrialScore | undefined {
  const by = scoredBy(prepared);
  const upTo = history.slice(0, epochs);
  if (upTo.length < epochs && !isOutOfPatience(upTo, patience, by)) {
    return diverged !== undefined || failed !== undefined ? 'diverged' : undefined;
  }
  return bestEpoch(upTo, by)?.validation?.[by.name] ?? 'diverged';
}

/** Checkpoints of trials that do not go on would fill the disk: they are several times their networks. */
async function removeCheckpoints(
  plan: PlannedTuning,
  search: PlannedSearch,
  known: ReadonlyMap<Trial, Known>,
): Promise<void> {
  const goOn = new Set(stateOf(plan, search, known).toTrain?.trials);
  for (const [number, { runDir }] of search.trials.entries()) {
    if (goOn.has(number) || !existsSync(path.join(runDir, runFiles.checkpoints))) continue;
    const run = await openTrainingRun(runDir);
    await withRunLock(runDir, 'run', async () => run?.removeCheckpoints(), { waitSeconds: 10 });
  }
}

function resultOf(plan: PlannedTuning, known: ReadonlyMap<Trial, Known>): Omit<Tuned, 'engines'> {
  const strategies = new Map<string, TunedStrategy>();
  const chosen = new Map<string, NumberedConfiguration>();
  for (const search of plan.strategies) {
    const { strategy, space, configurations, trials } = search;
    const state = stateOf(plan, search, known);
    const choice = state.chosen === undefined ? undefined : configurations[state.chosen];
    if (choice) chosen.set(strategy, choice);
    const tried = configurations.map(({ number, values }): TriedConfiguration => {
      const { diverged, failed } = known.get(trials[number])!;
      const { training } = trials[number].configuration;
      const scores = plan.rungs.flatMap(({ epochs }, rung) => {
        if (!state.entered[rung].includes(number)) return [];
        const score = scoreAt(plan.prepared, training, known.get(trials[number])!, epochs);
        return typeof score === 'number' ? [{ epochs, score }] : [];
      });
      const ended =
        failed !== undefined ? 'failed' : diverged !== undefined ? 'diverged' : undefined;
      const isWhole = scores.at(-1)?.epochs === plan.rungs.at(-1)!.epochs;
      return {
        number,
        values,
        scores,
        outcome: ended ?? (isWhole ? 'finished' : 'stopped'),
        ...(ended && { message: failed ?? diverged }),
      };
    });
    strategies.set(strategy, {
      number: choice?.number ?? null,
      values: choice?.values ?? null,
      score: choice ? (tried[choice.number].scores.at(-1)?.score ?? null) : null,
      atEdge: choice ? edgesOf(space, choice.values) : [],
      configurations: Object.keys(space).length === 0 ? [] : tried,
    });
  }
  return { described: plan.described, strategies, chosen };
}

/** Why a strategy has no configuration: one sentence. */
export function failureOfTuning({ configurations }: TunedStrategy): string {
  const all = `its ${plural(configurations.length, 'configuration')}`;
  const failed = configurations.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) {
    return `each of ${all} diverged in tuning; declare lower learning rates in the experiment's tuning`;
  }
  const diverged = configurations.length - failed.length;
  return (
    `none of ${all} could be trained in tuning: ${count(diverged)} diverged, and ${count(failed.length)} ` +
    `failed (${failed[0].message})`
  );
}
