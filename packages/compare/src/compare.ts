import { availableParallelism } from 'node:os';
import { writeFileAtomically } from '@axiswise/files';
import type { Experiment } from '@axiswise/experiment';
import type { Environment } from '@axiswise/runner';
import { InputError } from '@axiswise/messages';
import { emptyRunFolder, placeOf, withRunLocks } from '@axiswise/runs';
import { analyse } from './analyse.ts';
import type { Comparison, ExperimentComparison } from './comparison.ts';
import { comparisonFile } from './read-comparison.ts';
import { type CompareOptions, planComparison, type PlannedComparison } from './plan-comparison.ts';
import { runTrials, type TrialPoolObserver } from './trial-pool.ts';

export interface CompareObserver extends TrialPoolObserver {
  onNotice?(line: string): void;
}

export interface CompareExperimentsOptions extends CompareOptions {
  /** Trials at a time, each a process with one thread; by default as many as there are cores. */
  readonly jobs?: number;
  readonly observer?: CompareObserver;
}

/**
 * Trains every strategy with every seed on the same data with the same budget, and compares.
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
  const planned: PlannedComparison[] = [];
  for (const experiment of experiments) {
    planned.push(await planComparison(experiment, options, observer.onNotice));
  }
  const unfinished = planned.flatMap((each) => each.unfinished);
  const trials = planned.reduce((sum, each) => sum + each.trials.length, 0);
  observer.onNotice?.(
    `${trials} trials, ${trials - unfinished.length} of them finished; ` +
      `${Math.min(jobs, unfinished.length)} at a time`,
  );
  const folder = planned.length === 1 ? planned[0].runDir : placeOf({ kind: 'joint comparison' });
  const folders = new Set([folder, ...planned.map(({ runDir }) => runDir)]);
  // Two comparisons of the same trials would train each of them twice.
  const locks = [...folders].map((each) => [each, 'comparison'] as const);
  return withRunLocks(locks, async () => {
    const replaced = planned.flatMap((each) => each.replaced);
    // All of them are locked before the first is emptied: where one is being trained, all stay.
    await withRunLocks(
      replaced.map((run) => [run, 'run'] as const),
      async () => {
        for (const run of replaced) await emptyRunFolder(run);
      },
    );
    const ends = await runTrials(unfinished, { jobs, observer });
    const analysed: ExperimentComparison[] = [];
    let environment: unknown;
    for (const each of planned) {
      const found = await analyse(each, ends);
      analysed.push(found.comparison);
      environment ??= found.environment;
    }
    if (environment === undefined) {
      const [reason] = analysed.flatMap(({ failures }) => failures);
      throw new Error(`every trial failed; the first one: ${reason.message}`);
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
