import { availableParallelism } from 'node:os';
import { writeFileAtomically } from '@axiswise/files';
import type { Experiment } from '@axiswise/experiment';
import type { Environment } from '@axiswise/runner';
import { InputError } from '@axiswise/messages';
import { emptyRunFolder, placeOf, withRunLocks } from '@axiswise/runs';
import { analyse } from './analyse.ts';
import { configurationsOf } from './compared-networks.ts';
import type { Comparison, ExperimentComparison } from './comparison.ts';
import { writeExampleDrawings } from './example-drawings.ts';
import { comparisonFile } from './read-comparison.ts';
import {
  type CompareOptions,
  planTrials,
  type PlannedComparison,
  type PreparedComparison,
  prepareComparison,
} from './plan-comparison.ts';
import { SeedsUntilDecided } from './decide-seeds.ts';
import { type ComparisonAtScale, joinScales } from './scales.ts';
import type { Trial } from './trial.ts';
import { runTrials, type TrialEnd } from './trial-pool.ts';
import { type PlannedTuning, planTuning, tune, type TuneObserver } from './tune.ts';

/** What is called while strategies are compared. */
export type CompareObserver = TuneObserver;

export interface CompareExperimentsOptions extends CompareOptions {
  /** Trials at a time, each a process with one thread; by default as many as there are cores. */
  readonly jobs?: number;
  readonly observer?: CompareObserver;
}

/**
 * Tunes every strategy with the same budget, trains it with every seed on the same data, and compares.
 *
 * Tuning sees training and validation examples, and a seed that does not count. Of the test examples it
 * sees none.
 *
 * With `seeds: 'auto'` every strategy gets three seeds, and then one more as long as a claim about it is open
 * and the maximum is not reached. After each round it looks at all results, so that what is trained does not
 * depend on the order in which trials end.
 *
 * Finished trials are read and not trained again; half-done ones go on from their checkpoints: the same
 * call continues what was interrupted in any way.
 *
 * @param experiments several are compared each for itself.
 * @throws InputError where the call or its data does not fit.
 */
export async function compare(
  experiments: readonly [Experiment, ...Experiment[]],
  { jobs = availableParallelism(), observer = {}, ...options }: CompareExperimentsOptions = {},
): Promise<Comparison> {
  const [first, ...others] = experiments;
  for (const [option, given] of Object.entries({
    'the data': options.data,
    'the strategies': options.strategies,
    'the run directory': options.runDir,
  })) {
    if (others.length > 0 && given !== undefined) {
      throw new InputError(
        'experiment',
        `${option} can be chosen for one experiment only, got ${experiments.length}; name one`,
      );
    }
  }
  const prepared: PreparedComparison[] = [];
  for (const experiment of experiments) {
    prepared.push(...(await prepareComparison(experiment, options, observer.onNotice)));
  }
  const configurations = configurationsOf(options);
  // Everything that can be refused is refused before anything is trained.
  const tunings: PlannedTuning[] = [];
  for (const each of prepared) {
    if (configurations > 0) tunings.push(await planTuning(each, configurations));
    else await planTrials(each);
  }
  const folder = others.length === 0 ? prepared[0].runDir : placeOf({ kind: 'joint comparison' });
  const folders = new Set([folder, ...prepared.map(({ runDir }) => runDir)]);
  // Two comparisons of the same trials would train each of them twice.
  const locks = [...folders].map((each) => [each, 'comparison'] as const);
  return withRunLocks(locks, async () => {
    await makeRoom(tunings.flatMap(({ replaced }) => replaced));
    const tuned = await tune(tunings, { jobs, observer });
    const planned: PlannedComparison[] = [];
    for (const [i, each] of prepared.entries()) {
      planned.push(await planTrials(each, tuned[i]?.chosen, tuned[i]?.engines));
    }
    await makeRoom(planned.flatMap(({ replaced }) => replaced));
    const growing = planned.map((each) =>
      each.seedRange && each.trials.length > 0 ? new SeedsUntilDecided(each) : undefined,
    );
    const soFar = (): PlannedComparison[] => planned.map((each, i) => growing[i]?.soFar ?? each);
    const ends = new Map<Trial, TrialEnd>();
    for (let isDone = false; !isDone;) {
      const trials = soFar().flatMap((each) => each.trials);
      const unfinished = soFar()
        .flatMap((each) => each.unfinished)
        .filter((trial) => !ends.has(trial));
      observer.onNotice?.(
        `${trials.length} trials, ${trials.length - unfinished.length} of them finished; ` +
          `${Math.min(jobs, unfinished.length)} at a time`,
      );
      for (const [trial, end] of await runTrials(unfinished, { jobs, observer })) {
        ends.set(trial, end);
      }
      isDone = true;
      for (const each of growing) {
        if (!each || each.isDone) continue;
        await each.look();
        observer.onNotice?.(each.words);
        isDone &&= each.isDone;
      }
    }
    const analysed: ComparisonAtScale[] = [];
    let environment: unknown;
    for (const [i, each] of soFar().entries()) {
      const found = await analyse(each, ends, tuned[i], growing[i]?.decided);
      analysed.push({ scale: each.scale, comparison: found.comparison });
      environment ??= found.environment;
    }
    if (environment === undefined) {
      const [reason] = analysed.flatMap(({ comparison: { failures } }) => failures);
      throw new Error(
        `every trial failed; the first one, of ${reason.strategy}: ${reason.message}`,
      );
    }
    const joined: ExperimentComparison[] = [];
    for (const experiment of experiments) {
      const { name } = experiment;
      const whole = joinScales(analysed.filter(({ comparison }) => comparison.experiment === name));
      const { dataset } = prepared.find((each) => each.experiment === experiment)!;
      await writeExampleDrawings(experiment, dataset, whole);
      joined.push(whole);
    }
    const comparison: Comparison = {
      format: 1,
      command: options.command ?? `axiswise compare ${first.name}`,
      createdAt: new Date().toISOString(),
      environment: environment as Environment,
      experiments: joined,
      runDir: folder,
    };
    await writeFileAtomically(comparisonFile(folder), `${JSON.stringify(comparison, null, 2)}\n`);
    return comparison;
  });
}

/**
 * Empties folders of earlier runs. All of them are locked before the first is emptied: where one is being
 * trained, all stay.
 */
const makeRoom = (replaced: readonly string[]): Promise<void> =>
  withRunLocks(
    replaced.map((run) => [run, 'run'] as const),
    async () => {
      for (const run of replaced) await emptyRunFolder(run);
    },
  );
