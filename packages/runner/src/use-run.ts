import path from 'node:path';
import { type BackendChoice, engineNamed, useBackend } from '@axiswise/backend';
import { allTargets, type Batch, type TargetForm } from '@axiswise/data';
import {
  evaluate,
  loadModel,
  openTask,
  scoredAtOnce,
  type Scorer,
  scorerOf,
  type Scores,
  scoringTogether,
  type Task,
  WorkerTeam,
} from '@axiswise/training';
import { logitsOf } from '@axiswise/layers';
import { runAbsent, runNotFinished } from '@axiswise/runs';
import type { ClassProbability, PredictionCell, TestReport } from '@axiswise/training/kinds';
import * as tf from '@axiswise/tensorflow';
import {
  type Experiment,
  loadData,
  loadExperiment,
  requireClasses,
  sourceOf,
  type Symmetries,
} from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';
import { fastestWorkers, type Workers } from './fastest-workers.ts';
import { openTrainingRun, type Run, type RunConfiguration } from './run-configuration.ts';
import type { ScorerData } from './scorer-module.ts';
import { averageOverSymmetries } from './symmetries.ts';
import { predictionInputs } from './prediction-inputs.ts';
import { startEngine } from './start-engine.ts';
import { writeTestPredictions } from './test-predictions.ts';
import { testReport } from './test-report.ts';

/** With which engine, and on which data, a trained run is used. */
export interface UseRunOptions {
  readonly backend?: BackendChoice;
  /** Threads that score batches at the same time; by default 1. */
  readonly workers?: Workers;
  readonly onNotice?: (line: string) => void;
}

/** The scores of a trained run on some data. */
export interface EvaluateRunResult extends Pick<TestReport, 'confusion' | 'perClass'> {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly testExamples: number;
  readonly test: Scores;
  /** With predictions averaged over the domain's symmetries, if that was asked for. */
  readonly testOverSymmetries?: Scores;
  /** Where the predictions were written, if that was asked for. */
  readonly predictions?: string;
  readonly classes: readonly string[];
  /** What is predicted, where that is not one class of each example. */
  readonly targets?: TargetForm;
}

/**
 * Scores a finished run on every test example of its data, or on other data of the same kind: on all of it, unless
 * it names a test part.
 */
export async function evaluateRun(
  runDir: string,
  options: UseRunOptions & {
    readonly data?: string;
    /** By which format data at a path is read, where it cannot be told. */
    readonly dataFormat?: string;
    readonly dataOptions?: Readonly<Record<string, string>>;
    readonly dataDir?: string;
    /** Also averages the predictions over the domain's symmetries. */
    readonly symmetries?: boolean;
    /** Writes the predictions with probabilities to this file, in the CSV form of `@axiswise/predictions`. */
    readonly predictions?: string;
  } = {},
): Promise<EvaluateRunResult> {
  const run = await finishedRun(runDir);
  const { configuration } = run.record;
  engineNamed(options.backend ?? 'auto');
  const encoding = await run.readEncoding();
  const experiment = await loadExperiment(configuration.experiment);
  if (options.symmetries) {
    symmetriesOf(experiment);
    requireClasses(configuration.task ?? {}, 'averaging over symmetries');
  }
  const data = options.data ?? configuration.data;
  const isOfTraining = path.resolve(data) === path.resolve(configuration.data);
  const format = options.dataFormat ?? (isOfTraining ? configuration.dataFormat : undefined);
  const { shape: trainedShape, classes: trainedClasses } = configuration;
  const dataset = await loadData(experiment, sourceOf(experiment, data, format), {
    dataDir: options.dataDir,
    // Other data is read as the encoding of the run says; the options were for the data of its training.
    dataOptions: options.dataOptions ?? (isOfTraining ? configuration.dataOptions : {}),
    seed: configuration.seed,
    encoding,
    // Of the data of its training, a run is scored on the test part alone.
    ...(!isOfTraining && { scoredBy: { shape: trainedShape, classes: trainedClasses } }),
    onNotice: options.onNotice,
  });
  try {
    for (const [what, trained, given] of [
      ['shape', configuration.shape, dataset.shape],
      ['classes', configuration.classes, dataset.classes],
      ['targets', configuration.task?.targets?.names ?? [], dataset.targets?.names ?? []],
    ] as const) {
      if (JSON.stringify(trained) !== JSON.stringify(given)) {
        throw new InputError(
          'run-differs',
          `the run in ${runDir} was trained on ${what} [${trained.join(', ')}], but the data ` +
            `"${dataset.name}" has [${given.join(', ')}]`,
        );
      }
    }
    const { test } = dataset.splits;
    const { shape } = dataset;
    const task = taskOfRun(configuration, experiment);
    const { metrics } = experiment;
    return await scoring(run, { examples: test.length, task }, options, async (score) => {
      const predictions = new Float32Array(test.length * task.outcomeSize);
      const scores = await evaluate(score, test, { shape, task, metrics, predictions });
      const report = testReport(scores, task, { targets: allTargets(test), predictions });
      if (options.predictions !== undefined) {
        await writeTestPredictions(options.predictions, {
          dataset,
          model: configuration.strategy,
          seed: configuration.seed,
          predictions,
        });
      }
      const averaged =
        options.symmetries &&
        (await evaluate(
          averageOverSymmetries(score, symmetriesOf(experiment), {
            size: tf.util.sizeFromShape([...shape]),
            classes: dataset.classes.length,
          }),
          test,
          { shape, task, metrics },
        ));
      return {
        experiment: configuration.experiment,
        strategy: configuration.strategy,
        data,
        testExamples: test.length,
        test: report.test,
        ...(averaged && { testOverSymmetries: averaged }),
        confusion: report.confusion,
        ...(report.perClass && { perClass: report.perClass }),
        classes: dataset.classes,
        ...(dataset.targets && { targets: dataset.targets }),
        ...(options.predictions !== undefined && { predictions: options.predictions }),
      };
    });
  } finally {
    await dataset.close?.();
  }
}

/** The task of a run, as it is recorded. */
const taskOfRun = ({ task, classes, training }: RunConfiguration, experiment: Experiment): Task =>
  openTask(task, classes, { loss: training.loss, kinds: experiment });

/** Opens the model of a run, on as many threads as score it soonest or are asked for, and does something with it. */
async function scoring<T>(
  run: Run,
  { examples, task }: { readonly examples: number; readonly task: Task },
  { backend = 'auto', workers: asked = 1, onNotice }: UseRunOptions,
  work: (score: Scorer) => Promise<T>,
): Promise<T> {
  const { configuration, result } = run.record;
  const { shape } = configuration;
  const { workers } =
    typeof asked === 'number'
      ? { workers: asked }
      : fastestWorkers({
          backend: engineNamed(backend),
          macs: result!.macs * examples,
          // A batch is scored as a whole.
          examples: Math.ceil(examples / scoredAtOnce),
          exchanged: 0,
          steps: 1,
        });
  const engine = await startEngine(backend, workers);
  onNotice?.(workers > 1 ? `${engine.advice}, ${workers} workers` : engine.advice);
  const model = await loadModel(run.modelFolder);
  const logits = logitsOf(model);
  const module = new URL('./scorer-module.ts', import.meta.url);
  const { modelFolder } = run;
  const { name, threads } = engine;
  const team =
    workers > 1
      ? await WorkerTeam.toScore({
          ...{ logits, workers, shape, task },
          entry: {
            module,
            data: { modelFolder, shape, backend: name, threads } satisfies ScorerData,
          },
        })
      : undefined;
  try {
    return await work(team ? await team.scorer() : scorerOf(logits, shape));
  } finally {
    await team?.dispose();
    model.dispose();
  }
}

function symmetriesOf({ name, symmetries }: Experiment): Symmetries {
  if (symmetries) return symmetries;
  throw new InputError(
    'experiment',
    `${name} declares no symmetries to average over; evaluate without them`,
  );
}

/** What a run says to one example, as JSON: `label` and `probability` of a classification. */
export interface Prediction {
  readonly file: string;
  /** Which example of the file, where it holds several. */
  readonly part?: string;
  readonly label?: string;
  readonly probability?: number;
  /** The most probable classes or labels, the first one first, if that was asked for. */
  readonly top?: readonly ClassProbability[];
  /** Of every class or label, if that was asked for. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** The numbers by their names, of a regression. */
  readonly values?: Readonly<Record<string, number>>;
  /** What the experiment's own task says. */
  readonly [field: string]: unknown;
}

/** A prediction, and how people read it. */
export interface ShownPrediction {
  readonly prediction: Prediction;
  readonly cells: readonly PredictionCell[];
}

/** What a call of {@link predictFiles} asks for. */
export interface PredictOptions extends UseRunOptions {
  /** Also the so many most probable classes or labels of each example. */
  readonly top?: number | undefined;
  /** Also the probability of every class or label. */
  readonly probabilities?: boolean | undefined;
}

/**
 * The predictions for files of the user's, all files of folders, texts, and standard input (`-`).
 *
 * @throws InputError where something that is named cannot be read, or probabilities are asked for of a run that
 *   predicts neither classes nor labels.
 */
export async function predictFiles(
  runDir: string,
  words: readonly string[],
  options: PredictOptions = {},
): Promise<ShownPrediction[]> {
  const run = await finishedRun(runDir);
  const { configuration } = run.record;
  const encoding = await run.readEncoding();
  const experiment = await loadExperiment(configuration.experiment);
  const { shape, dataFormat } = configuration;
  const task = taskOfRun(configuration, experiment);
  const { top, probabilities = false } = options;
  if ((top !== undefined || probabilities) && !task.kind.probabilities) {
    throw new InputError(
      'run',
      `the run in ${runDir} is for ${task.kind.describe}, which has no probabilities of an example; leave top and ` +
        'probabilities out',
    );
  }
  const inputs = predictionInputs(experiment, words, dataFormat, options.onNotice);
  const parts: Pick<Prediction, 'file' | 'part'>[] = [];
  /** Each example by itself: so what comes out does not depend on the others. */
  async function* examples(): AsyncGenerator<Batch> {
    for (const { file, decode } of inputs) {
      for (const { part, input } of await decode({ shape, encoding })) {
        parts.push({ file, ...(part !== undefined && { part }) });
        yield { examples: 1, inputs: input, targets: new Float32Array(task.targetSize) };
      }
    }
  }
  return scoring(run, { examples: inputs.length, task }, options, async (score) => {
    const predictions: ShownPrediction[] = [];
    for await (const { scores } of scoringTogether(score, examples())) {
      const said = task.predict(scores);
      const { kind, form } = task;
      const each = kind.probabilities?.(said, form) ?? [];
      predictions.push({
        prediction: {
          ...parts[predictions.length],
          ...kind.prediction(said, form),
          ...(top !== undefined && { top: mostProbableOf(each, top) }),
          ...(probabilities && {
            probabilities: Object.fromEntries(
              each.map(({ label, probability }) => [label, probability]),
            ),
          }),
        },
        cells: kind.cells(said, form),
      });
    }
    return predictions;
  });
}

/** The most probable first; of equally probable ones, the first. */
const mostProbableOf = (each: readonly ClassProbability[], most: number): ClassProbability[] =>
  [...each].sort((a, b) => b.probability - a.probability).slice(0, most);

/** A finished run, ready to predict. */
export interface OpenRun {
  readonly configuration: RunConfiguration;
  /** How its examples were read; undefined where their shape says it all. */
  readonly encoding: unknown;
  /** `examples × classes` logits. */
  readonly score: Scorer;
}

/** Opens a finished run to predict with it again and again. */
export async function openRunToPredict(
  runDir: string,
  options: UseRunOptions & {
    /** Averages the predictions over the domain's symmetries. */
    readonly symmetries?: boolean | undefined;
  } = {},
): Promise<OpenRun> {
  const { configuration, encoding, logits } = await openFinishedRun(runDir, options);
  requireClasses(configuration.task ?? {}, 'predicting again and again');
  const score = scorerOf(logits, configuration.shape);
  if (!options.symmetries) return { configuration, encoding, score };
  const experiment = await loadExperiment(configuration.experiment);
  const size = tf.util.sizeFromShape([...configuration.shape]);
  const classes = configuration.classes.length;
  return {
    configuration,
    encoding,
    score: averageOverSymmetries(score, symmetriesOf(experiment), { size, classes }),
  };
}

/** A finished run with its configuration and result, how its examples were read, and its model. */
export async function openFinishedRun(runDir: string, options: UseRunOptions) {
  const run = await finishedRun(runDir);
  const engine = await useBackend(options.backend ?? 'auto');
  options.onNotice?.(engine.advice);
  const model = await loadModel(run.modelFolder);
  return {
    configuration: run.record.configuration,
    result: run.record.result!,
    encoding: await run.readEncoding(),
    model,
    logits: logitsOf(model),
  };
}

async function finishedRun(runDir: string): Promise<Run> {
  const run = await openTrainingRun(runDir);
  if (!run) throw runAbsent(runDir);
  if (run.record.status !== 'finished') throw runNotFinished(runDir);
  return run;
}
