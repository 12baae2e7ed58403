import { availableParallelism } from 'node:os';
import { writeFileAtomically } from '@axiswise/files';
import type { Experiment } from '@axiswise/experiment';
import type { Environment } from '@axiswise/runner';
import { InputError, requireInteger } from '@axiswise/messages';
import { emptyRunFolder, placeOf, withRunLocks } from '@axiswise/runs';
import { analyse } from './analyse.ts';
import type { Comparison, ExperimentComparison } from './comparison.ts';
import { writeExampleDrawings } from './example-drawings.ts';
import { comparisonFile } from './read-comparison.ts';
import {
  type CompareOptions,
  defaultTune,
  planTrials,
  type PlannedComparison,
  type PreparedComparison,
  prepareComparison,
} from './plan-comparison.ts';
import { runTrials } from './trial-pool.ts';
import { type PlannedTuning, planTuning, tune, type TuneObserver } from './tune.ts';

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
    prepared.push(await prepareComparison(experiment, options, observer.onNotice));
  }
  const configurations = requireInteger('experiment', 'tune', options.tune ?? defaultTune, {
    from: 0,
  });
  // Everything that can be refused is refused before anything is trained.
  const tunings: PlannedTuning[] = [];
  for (const each of prepared) {
    if (configurations > 0) tunings.push(await planTuning(each, configurations));
    else await planTrials(each);
  }
  const folder = prepared.length === 1 ? prepared[0].runDir : placeOf({ kind: 'joint comparison' });
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
    const unfinished = planned.flatMap((each) => each.unfinished);
    const trials = planned.reduce((sum, each) => sum + each.trials.length, 0);
    observer.onNotice?.(
      `${trials} trials, ${trials - unfinished.length} of them finished; ` +
        `${Math.min(jobs, unfinished.length)} at a time`,
    );
    const ends = await runTrials(unfinished, { jobs, observer });
    const analysed: ExperimentComparison[] = [];
    let environment: unknown;
    for (const [i, each] of planned.entries()) {
      const found = await analyse(each, ends, tuned[i]);
      analysed.push(found.comparison);
      await writeExampleDrawings(each.experiment, each.dataset, found.comparison);
      environment ??= found.environment;
    }
    if (environment === undefined) {
      const [reason] = analysed.flatMap(({ failures }) => failures);
      throw new Error(
        `every trial failed; the first one, of ${reason.strategy}: ${reason.message}`,
      );
    }
    const comparison: Comparison = {
      format: 1,
      command: options.command ?? `axiswise compare ${first.name}`,
      createdAt: new Date().toISOString(),
      environment: environment as Environment,
      experiments: analysed,
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
