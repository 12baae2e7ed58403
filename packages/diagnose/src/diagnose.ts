import path from 'node:path';
import { type BackendChoice, type Engine, useBackend } from '@axiswise/backend';
import { type Experiment, loadData, sourceOf } from '@axiswise/experiment';
import { describeEnvironment } from '@axiswise/runner';
import { withRunLock } from '@axiswise/runs';
import type { Dataset } from '@axiswise/data';
import { InputError, listAnd, plural } from '@axiswise/messages';
import { ClassifierFiles } from './classifiers/classifier-store.ts';
import { trainHere, trainInThreads } from './classifiers/training-threads.ts';
import { diagnoseSample, type SampleDiagnosis } from './diagnose-sample.ts';
import type { Diagnosis } from './diagnosis.ts';
import { findComparison } from './find-comparison.ts';
import { recommend } from './verdict/recommend.ts';
import { drawSample, type Sample } from './sampling/draw-sample.ts';
import { compareWithMeasured } from './agreement/compare-with-measured.ts';
import { inShares, withoutBaselines } from './agreement/measured-pairs.ts';

/** Which data is diagnosed, and at what cost. */
export interface DiagnoseOptions {
  /** The name of a source, or a path to the user's own data. */
  readonly data?: string | undefined;
  /** By which format data at a path is read, where it cannot be told. */
  readonly dataFormat?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  readonly dataDir?: string | undefined;
  /** Classifiers of each kind, each with training examples and weights of its own; by default 5. */
  readonly seeds?: number | undefined;
  /** Training examples of each classifier; by default 1,000. */
  readonly trainExamples?: number | undefined;
  /** Test examples that are scored; by default 1,000. */
  readonly testExamples?: number | undefined;
  /** Of every classifier; by default 10, and more with fewer training examples than 1,000. */
  readonly epochs?: number | undefined;
  /**
   * How many learning rates every network tries on validation examples before its seeds; 0: none. By
   * default 4.
   */
  readonly tune?: number | undefined;
  /** How many classifiers are trained at a time, each in a thread; by default one, in this thread. */
  readonly jobs?: number | undefined;
  /**
   * Where trained classifiers are kept, so that the same call goes on after an interruption; by default
   * nowhere.
   */
  readonly runDir?: string | undefined;
  /** Trains classifiers anew that are kept. */
  readonly overwrite?: boolean | undefined;
  /** A loss of accuracy up to this is none, as a share of 1; by default 0.02. */
  readonly margin?: number | undefined;
  readonly seed?: number | undefined;
  /**
   * A comparison to hold the verdicts against: its folder or its `comparison.json`. By default the one
   * that `compare` writes for this experiment and data, where there is one.
   */
  readonly against?: string | undefined;
  readonly backend?: BackendChoice | undefined;
  readonly threads?: number | undefined;
  readonly command?: string | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
  /** Called after each classifier. */
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
}

/**
 * Diagnoses data before a network is designed: along which axes do patterns recur, so that filters should
 * slide, and which axes can be subsampled without changing the object?
 *
 * Trains small classifiers in memory that differ in one thing at a time, on examples that are drawn from
 * the training and validation parts; the test part is not read. The same call gives the same result.
 *
 * Every network is tuned with the same budget before the seeds that count. With `runDir`, a diagnosis
 * that was interrupted anywhere goes on: what was trained is read.
 *
 * Compares its verdicts with what a comparison of strategies measured, where there is one.
 *
 * @throws InputError where there are too few examples, one class, or inputs that are all equal, and where
 *   `against` is not a comparison of this experiment on this data; `run-locked` where another process diagnoses
 *   in `runDir`.
 */
export const diagnose = (
  experiment: Experiment,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> =>
  options.runDir === undefined
    ? diagnoseData(experiment, options)
    : withRunLock(options.runDir, 'diagnosis', () => diagnoseData(experiment, options));

async function diagnoseData(experiment: Experiment, options: DiagnoseOptions): Promise<Diagnosis> {
  const { seed = 0, seeds = 5, trainExamples = 1000, testExamples = 1000 } = options;
  const { tune = 4, jobs = 1, margin = 0.02, runDir, onNotice } = options;
  const start = performance.now();
  const source = sourceOf(experiment, options.data, options.dataFormat);
  const data = options.data ?? source.name;
  // Before anything is trained, so that a wrong path is known at once.
  const found = await findComparison(
    { experiment: experiment.name, data, source: source.name },
    { against: options.against, onNotice },
  );
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: options.dataOptions,
    seed,
    onNotice,
  });
  refuseWhereAllHaveLabels(experiment, dataset);
  const engine = await useBackend(options.backend ?? 'auto', {
    ...(options.threads !== undefined && { threads: options.threads }),
  });
  onNotice?.(engine.advice);
  const sample = await drawSample(experiment, dataset, { trainExamples, testExamples, seed });
  await dataset.close?.();
  sample.notes.forEach((note) => onNotice?.(note));
  const store = runDir === undefined ? undefined : await openStore(runDir, sample, engine, options);
  const trainer =
    jobs === 1 || !engine.servesThreads
      ? trainHere
      : trainInThreads(jobs, { backend: engine.name, threads: options.threads });
  let diagnosed: SampleDiagnosis;
  try {
    diagnosed = await diagnoseSample(sample, {
      seeds,
      seed,
      epochs: options.epochs,
      tune,
      margin,
      store,
      trainer,
      onTrial: options.onTrial,
      onNotice,
    });
  } finally {
    await trainer.end();
  }
  if (store && store.reused.trainings > 0) {
    onNotice?.(`${plural(store.reused.trainings, 'classifier')} of an earlier call were used`);
  }
  const axes = diagnosed.axes.map((axis) => {
    const { patternsRecur, subsamplable } = experiment.axes.declarations[axis.axis];
    return {
      ...axis,
      declared: { patternsRecur: patternsRecur.answer, subsamplable: subsamplable.answer },
    };
  });
  return {
    format: 1,
    command: options.command ?? '',
    createdAt: new Date().toISOString(),
    environment: describeEnvironment(engine),
    experiment: experiment.name,
    data,
    backend: engine.name,
    trainExamples: diagnosed.trainExamples,
    testExamples: sample.test.labels.length,
    seeds,
    epochs: diagnosed.epochs,
    margin,
    notes: [...sample.notes, ...diagnosed.notes],
    chance: diagnosed.chance,
    ...(diagnosed.score && { score: diagnosed.score }),
    classifiers: diagnosed.classifiers,
    tuning: diagnosed.tuning,
    testGroups: diagnosed.testGroups,
    axes,
    recommendation: recommend(
      diagnosed.axes,
      diagnosed.classifiers,
      experiment.strategies,
      diagnosed.score,
    ),
    comparison: found?.comparison ?? null,
    agreement: compareWithMeasured(
      axes,
      found && withoutBaselines(inShares(found.experiment), experiment.strategies),
      margin,
    ),
    seconds: (performance.now() - start) / 1000 + (store?.reused.seconds ?? 0) / jobs,
  };
}

/**
 * Refuses data with a label at each position of every axis, of which there is nothing to ask.
 *
 * @throws InputError
 */
export function refuseWhereAllHaveLabels(
  { axes }: Pick<Experiment, 'axes'>,
  { name, targets }: Pick<Dataset, 'name' | 'targets'>,
): void {
  const labelled = targets?.axes ?? [];
  if (!axes.names.every((axis) => labelled.includes(axis))) return;
  throw new InputError(
    'experiment',
    `every position along ${listAnd(axes.names)} of "${name}" has a label of its own, so filters have to slide ` +
      `along all axes and none can be subsampled: there is nothing to diagnose; compare strategies instead`,
  );
}

function openStore(
  runDir: string,
  sample: Sample,
  engine: Engine,
  { overwrite, onNotice }: DiagnoseOptions,
): Promise<ClassifierFiles> {
  return ClassifierFiles.open(path.join(runDir, 'classifiers'), sample, {
    // What may change the last bits of weights.
    engine: JSON.stringify([engine.name, engine.version, engine.threads, engine.flags]),
    overwrite,
    onNotice,
  });
}
