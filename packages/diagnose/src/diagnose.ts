import { type BackendChoice, useBackend } from '@axiswise/backend';
import { type Experiment, loadData, sourceOf } from '@axiswise/experiment';
import { describeEnvironment } from '@axiswise/runner';
import { InputError } from '@axiswise/messages';
import { diagnoseSample } from './diagnose-sample.ts';
import type { Diagnosis } from './diagnosis.ts';
import { findComparison } from './find-comparison.ts';
import { recommend } from './recommend.ts';
import { drawSample } from './sample.ts';
import { setBeside, withoutBaselines } from './set-beside.ts';

export interface DiagnoseOptions {
  /** The name of a source, or a path to the user's own data. */
  readonly data?: string | undefined;
  readonly dataOptions?: Readonly<Record<string, string>> | undefined;
  readonly dataDir?: string | undefined;
  /** Classifiers of each kind, each with training examples and weights of its own; by default 5. */
  readonly seeds?: number | undefined;
  /** Each classifier is trained on so many; by default 1,000. */
  readonly trainExamples?: number | undefined;
  /** So many are scored; by default 1,000. */
  readonly testExamples?: number | undefined;
  /** By default 10. */
  readonly epochs?: number | undefined;
  /** A loss of accuracy up to this is none, as a share of 1; by default 0.02. */
  readonly margin?: number | undefined;
  readonly seed?: number | undefined;
  /**
   * A comparison to set the verdicts beside: its folder or its `comparison.json`. By default the one
   * that `compare` writes for this experiment and data, where there is one.
   */
  readonly against?: string | undefined;
  readonly backend?: BackendChoice | undefined;
  readonly threads?: number | undefined;
  readonly command?: string | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
  /** How many classifiers are trained, of how many. */
  readonly onTrial?: ((done: number, total: number) => void) | undefined;
}

/**
 * Asks the data, before anything is designed: along which axes do patterns recur, so that filters should
 * slide, and along which does dropping every second position leave the object what it is?
 *
 * Small classifiers that differ in one thing at a time are trained in memory, on examples that are drawn
 * from the training and validation parts; the test part is not read. The same call gives the same answer.
 *
 * Its verdicts are set beside what a comparison of strategies measured, where there is one.
 *
 * @throws InputError where the data is too little, of one class, or all the same, and where
 *   `against` is not a comparison of this experiment on this data.
 */
export async function diagnose(
  experiment: Experiment,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const { seed = 0, seeds = 5, trainExamples = 1000, testExamples = 1000 } = options;
  const { epochs = 10, margin = 0.02, onNotice } = options;
  if (experiment.axes.names.length > 2) {
    throw new InputError(
      'experiment',
      `${experiment.name} has the axes ${experiment.axes.names.join(', ')}, but networks are built ` +
        `over one or two; describe the others as channels to diagnose it`,
    );
  }
  const start = performance.now();
  const source = sourceOf(experiment, options.data);
  const data = options.data ?? source.name;
  // Before anything is trained: a wrong path is to be known at once.
  const beside = await findComparison(experiment.name, data, {
    against: options.against,
    onNotice,
  });
  const engine = await useBackend(options.backend ?? 'auto', {
    ...(options.threads !== undefined && { threads: options.threads }),
  });
  onNotice?.(engine.advice);
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: options.dataOptions,
    seed,
    onNotice,
  });
  const sample = await drawSample(experiment, dataset, { trainExamples, testExamples, seed });
  sample.notes.forEach((note) => onNotice?.(note));
  const found = await diagnoseSample(sample, {
    seeds,
    seed,
    epochs,
    margin,
    onTrial: options.onTrial,
    onNotice,
  });
  const axes = found.axes.map((axis) => {
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
    trainExamples: found.trainExamples,
    testExamples: sample.test.labels.length,
    seeds,
    epochs,
    margin,
    notes: [...sample.notes, ...found.notes],
    chance: found.chance,
    classifiers: found.classifiers,
    axes,
    recommendation: recommend(found.axes, found.best, experiment.strategies),
    comparison: beside?.comparison ?? null,
    agreement: setBeside(
      axes,
      beside && withoutBaselines(beside.experiment, experiment.strategies),
      margin,
    ),
    seconds: (performance.now() - start) / 1000,
  };
}
