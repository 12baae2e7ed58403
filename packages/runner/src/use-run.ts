import { type BackendChoice, useBackend } from '@axiswise/backend';
import { readTensor } from '@axiswise/backend/read-tensor';
import {
  argMax,
  evaluate,
  type Evaluation,
  loadModel,
  type Scorer,
  scorerOf,
  type Scores,
} from '@axiswise/training';
import { logitsOf } from '@axiswise/layers';
import { runAbsent, runNotFinished } from '@axiswise/runs';
import * as tf from '@tensorflow/tfjs';
import {
  decodeFile,
  type Experiment,
  loadData,
  loadExperiment,
  sourceOf,
  type Symmetries,
} from '@axiswise/experiment';
import { InputError } from '@axiswise/messages';
import { averageOverSymmetries } from './symmetries.ts';
import { openTrainingRun, type RunConfiguration } from './run-configuration.ts';

export interface UseRunOptions {
  readonly backend?: BackendChoice;
  readonly onNotice?: (line: string) => void;
}

export interface EvaluateRunResult extends Pick<Evaluation, 'confusion'> {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly testExamples: number;
  readonly test: Scores;
  /** With predictions averaged over the domain's symmetries, if that was asked for. */
  readonly testOverSymmetries?: Scores;
  readonly classes: readonly string[];
}

/** Scores a finished run on every test example of its data, or of other data of the same kind. */
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
  } = {},
): Promise<EvaluateRunResult> {
  const { configuration, encoding, logits } = await openFinishedRun(runDir, options);
  const experiment = await loadExperiment(configuration.experiment);
  const data = options.data ?? configuration.data;
  const format =
    options.dataFormat ?? (data === configuration.data ? configuration.dataFormat : undefined);
  const dataset = await loadData(experiment, sourceOf(experiment, data, format), {
    dataDir: options.dataDir,
    dataOptions: options.dataOptions ?? configuration.dataOptions,
    seed: configuration.seed,
    encoding,
    onNotice: options.onNotice,
  });
  try {
    for (const [what, trained, given] of [
      ['shape', configuration.shape, dataset.shape],
      ['classes', configuration.classes, dataset.classes],
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
    const classes = dataset.classes.length;
    const score = scorerOf(logits, shape);
    const { metrics } = experiment;
    const evaluation = await evaluate(score, test, { batchSize: 256, shape, classes, metrics });
    const averaged =
      options.symmetries &&
      (await evaluate(
        averageOverSymmetries(score, symmetriesOf(experiment), {
          size: tf.util.sizeFromShape([...shape]),
          classes,
        }),
        test,
        { batchSize: 256, shape, classes, metrics },
      ));
    return {
      experiment: configuration.experiment,
      strategy: configuration.strategy,
      data,
      testExamples: test.length,
      test: evaluation.scores,
      ...(averaged && { testOverSymmetries: averaged.scores }),
      confusion: evaluation.confusion,
      classes: dataset.classes,
    };
  } finally {
    await dataset.close?.();
  }
}

function symmetriesOf({ name, symmetries }: Experiment): Symmetries {
  if (symmetries) return symmetries;
  throw new InputError(
    'experiment',
    `${name} declares no symmetries to average over; evaluate without them`,
  );
}

export interface Prediction {
  readonly file: string;
  /** Which example of the file, where it holds several. */
  readonly part?: string;
  readonly label: string;
  readonly probability: number;
}

/** The predictions for single files of the user's. */
export async function predictFiles(
  runDir: string,
  files: readonly string[],
  options: UseRunOptions = {},
): Promise<Prediction[]> {
  const { configuration, encoding, logits } = await openFinishedRun(runDir, options);
  const experiment = await loadExperiment(configuration.experiment);
  const { shape, classes, dataFormat } = configuration;
  const predictions: Prediction[] = [];
  for (const file of files) {
    const examples = await decodeFile(experiment, file, { shape, encoding }, dataFormat);
    for (const { part, input } of examples) {
      const output = tf.tidy(() =>
        tf.softmax(logits.apply(tf.tensor(input, [1, ...shape])) as tf.Tensor),
      );
      const probabilities = await readTensor(output);
      output.dispose();
      const best = argMax(probabilities);
      predictions.push({
        file,
        ...(part !== undefined && { part }),
        label: classes[best],
        probability: probabilities[best],
      });
    }
  }
  return predictions;
}

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

/** A finished run with its configuration, how its examples were read, and its model. */
export async function openFinishedRun(runDir: string, options: UseRunOptions) {
  const run = await openTrainingRun(runDir);
  if (!run) throw runAbsent(runDir);
  if (run.record.status !== 'finished') throw runNotFinished(runDir);
  const engine = await useBackend(options.backend ?? 'auto');
  options.onNotice?.(engine.advice);
  const model = await loadModel(run.modelFolder);
  return {
    configuration: run.record.configuration,
    encoding: await run.readEncoding(),
    model,
    logits: logitsOf(model),
  };
}
