import path from 'node:path';
import { type BackendChoice, type Engine, useBackend } from '@axiswise/backend';
import { type Dataset, holdOut, type Split, takeExamples } from '@axiswise/data';
import { withFileLock } from '@axiswise/files';
import type { NetworkGeometry } from '@axiswise/geometry';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import {
  evaluate,
  type Evaluation,
  saveModel,
  scorerOf,
  type Scores,
  train,
  type TrainingConfig,
  type TrainingObserver,
  type TrainingProgress,
  weightsSha256,
} from '@axiswise/training';
import type { RunDirectory } from '@axiswise/runs';
import {
  type Budget,
  type Experiment,
  geometryOf,
  loadData,
  type OptionValues,
  sizedNetworkOf,
  sourceOf,
} from '@axiswise/experiment';
import { openRun, plan, type Plan } from './run-plan.ts';
import { accuracyWhenMoved, type MovedAccuracy } from './shifts.ts';

export interface TrainExperimentOptions {
  readonly strategy?: string;
  /** The name of a source, or a path to the user's own data. */
  readonly data?: string;
  readonly dataOptions?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly seed?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Trains on so many examples, drawn by the seed, each class in proportion. */
  readonly trainExamples?: number;
  readonly learningRate?: number;
  /** What the call chooses of {@link Experiment.options}. */
  readonly options?: Readonly<Record<string, number | string>>;
  /** What the network is made as large as the default strategy's in; by default nothing. */
  readonly budget?: Budget;
  /** Also measures accuracy when the test inputs are moved along each axis. */
  readonly shifts?: boolean;
  readonly backend?: BackendChoice;
  readonly threads?: number;
  readonly runDir?: string;
  /** Continues the run in the run directory; starts it where there is none yet. */
  readonly resume?: boolean;
  /** Replaces another run in the run directory. */
  readonly overwrite?: boolean;
  readonly secondsBetweenCheckpoints?: number;
  readonly command?: string;
  readonly observer?: TrainExperimentObserver;
}

export interface TrainExperimentObserver extends TrainingObserver {
  /** One line on what happens: which engine, which data, where the run lies. */
  onNotice?(line: string): void;
  onNetwork?(network: NetworkGeometry): void;
}

/** Everything that decides what is learned. */
export interface RunConfiguration {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly dataOptions: Readonly<Record<string, string>>;
  readonly dataSha256: string;
  readonly seed: number;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly testExamples: number;
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly training: TrainingConfig;
  readonly options: OptionValues;
  /** Absent where the network is as wide as it is declared. */
  readonly budget?: Budget;
  /** The network in short, `convolution_1 [26,26,25]`: another architecture is another run. */
  readonly layers: readonly string[];
}

/** What `train` answers, and what `run.json` keeps as the result. */
export interface TrainExperimentResult {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly backend: string;
  readonly epochs: number;
  readonly weightsOfEpoch: number;
  readonly parameters: number;
  readonly macs: number;
  /** Where a budget was asked for: what widths were multiplied by, and the size over the budget's. */
  readonly sized?: { readonly widthMultiplier: number; readonly ratio: number };
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly testExamples: number;
  readonly validation: Scores | null;
  readonly test: Scores;
  readonly confusion: Evaluation['confusion'];
  readonly classes: readonly string[];
  /** Where that was asked for. */
  readonly shifts?: readonly MovedAccuracy[];
  readonly seconds: number;
  readonly examplesPerSecond: number;
  readonly peakMemoryBytes: number;
  readonly runDir: string;
  readonly modelDir: string;
  readonly weightsSha256: string;
}

export type Run = RunDirectory<RunConfiguration, TrainExperimentResult, TrainingProgress>;

/** The seed by which examples are set aside: the same for every run, so that runs can be compared. */
const validationSeed = 0;

/**
 * Trains one strategy of an experiment, scores every test example once and writes the run directory.
 */
export async function trainExperiment(
  experiment: Experiment,
  options: TrainExperimentOptions = {},
): Promise<TrainExperimentResult> {
  const notice = (line: string): void => options.observer?.onNotice?.(line);
  const planned = await plan(experiment, options);
  const { asked, existing } = planned;

  const source = sourceOf(experiment, asked.data);
  // The strategy is checked before anything slow: a misspelt one should not wait for the data.
  const { budget } = asked;
  sizedNetworkOf(experiment, asked.strategy, experiment.example, asked.options, budget);
  const engine = await useBackend(planned.backend, {
    ...(options.threads !== undefined && { threads: options.threads }),
  });
  notice(engine.advice);
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: asked.dataOptions,
    seed: asked.seed,
    onNotice: notice,
  });
  const configured = configure(experiment, asked, dataset);
  const { configuration } = configured;
  options.observer?.onNetwork?.(configured.geometry);
  const run = await openRun(planned, existing, configuration, engine, options);
  if (run.record.status === 'finished') {
    notice(`the run in ${run.path} is finished; its result:`);
    return run.record.result!;
  }
  notice(`run directory ${run.path}`);
  await run.writeEncoding(dataset.encoding);
  // Two processes in one run directory would undo each other's checkpoints.
  return withFileLock(path.join(run.path, 'run'), () =>
    trainToTheEnd({ ...configured, experiment, run, engine, dataset, options }),
  );
}

/** A run before it begins: what it trains, on what, and how that is recorded. */
export interface ConfiguredRun {
  readonly configuration: RunConfiguration;
  readonly geometry: NetworkGeometry;
  readonly sized: NonNullable<TrainExperimentResult['sized']>;
  readonly train: Split;
  readonly validation: Split | undefined;
}

/** Derives from a call and its data all that decides what is learned. */
export function configure(
  experiment: Experiment,
  asked: Plan['asked'],
  dataset: Dataset,
): ConfiguredRun {
  const { train: trainSplit, validation } = splitsOf(dataset, asked);
  const {
    network: geometry,
    multiplier,
    ratio,
  } = sizedNetworkOf(experiment, asked.strategy, geometryOf(dataset), asked.options, asked.budget);
  const configuration: RunConfiguration = {
    experiment: experiment.name,
    strategy: asked.strategy,
    data: asked.data ?? experiment.sources[0].name,
    dataOptions: asked.dataOptions,
    dataSha256: dataset.sha256,
    seed: asked.seed,
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: dataset.splits.test.length,
    shape: dataset.shape,
    classes: dataset.classes,
    training: asked.training,
    options: asked.options,
    ...(asked.budget !== 'none' && { budget: asked.budget }),
    layers: geometry.layers.map((layer) => `${layer.name} [${layer.outputShape.join(',')}]`),
  };
  return {
    configuration,
    geometry,
    sized: { widthMultiplier: multiplier, ratio },
    train: trainSplit,
    validation,
  };
}

async function trainToTheEnd({
  experiment,
  run,
  geometry,
  sized,
  engine,
  train: trainSplit,
  validation,
  dataset,
  options,
}: ConfiguredRun & {
  readonly experiment: Experiment;
  readonly run: Run;
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly options: TrainExperimentOptions;
}): Promise<TrainExperimentResult> {
  const { test } = dataset.splits;
  const { configuration } = run.record;
  const { seed, shape, classes } = configuration;
  const network = buildNetwork(geometry, { seed, vectors: dataset.vectors });
  const trained = await train({
    network,
    train: trainSplit,
    ...(validation && { validation }),
    shape,
    classes: classes.length,
    seed,
    config: configuration.training,
    checkpoints: run.checkpoints,
    ...(options.secondsBetweenCheckpoints !== undefined && {
      secondsBetweenCheckpoints: options.secondsBetweenCheckpoints,
    }),
    observer: {
      onStep: (progress) => options.observer?.onStep?.(progress),
      onEpoch: async (metrics, history) => {
        await run.writeMetrics(history);
        await options.observer?.onEpoch?.(metrics, history);
      },
    },
  });
  const score = scorerOf(network.logits, shape);
  const evaluation = await evaluate(score, test, {
    batchSize: 256,
    shape,
    classes: classes.length,
  });
  await run.writeTestPredictions({ labels: test.labels, predicted: evaluation.predicted });
  const shifts =
    options.shifts &&
    (await accuracyWhenMoved(score, test, {
      axes: dataset.axes,
      shape,
      classes: classes.length,
      classWhenMoved: experiment.classWhenMoved,
    }));
  const portable = toPortableModel(network);
  await saveModel(portable, run.modelFolder);
  const result: TrainExperimentResult = {
    experiment: configuration.experiment,
    strategy: configuration.strategy,
    data: configuration.data,
    seed,
    backend: engine.name,
    epochs: trained.history.length,
    weightsOfEpoch: trained.weightsOfEpoch,
    ...geometry.totals,
    ...(configuration.budget && { sized }),
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: test.length,
    validation: trained.history[trained.weightsOfEpoch - 1]?.validation ?? null,
    test: evaluation.scores,
    confusion: evaluation.confusion,
    classes,
    ...(shifts && { shifts }),
    seconds: trained.seconds,
    examplesPerSecond: trained.examplesPerSecond,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    runDir: run.path,
    modelDir: run.modelFolder,
    weightsSha256: await weightsSha256(network),
  };
  await run.finish(result);
  portable.dispose();
  network.model.dispose();
  return result;
}

function splitsOf(
  dataset: Dataset,
  { trainExamples, validation: share, seed }: Plan['asked'],
): Pick<Dataset['splits'], 'train' | 'validation'> {
  const { train: all, validation } = dataset.splits;
  const split =
    validation || share === 0
      ? { rest: all, heldOut: validation }
      : holdOut(all, { fraction: share, seed: validationSeed });
  return {
    train:
      trainExamples === undefined || trainExamples === split.rest.length
        ? split.rest
        : takeExamples(split.rest, trainExamples, seed),
    ...(split.heldOut && { validation: split.heldOut }),
  };
}
