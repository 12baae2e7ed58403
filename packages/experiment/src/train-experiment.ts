import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BackendChoice, type Engine, useBackend } from '@axiswise/backend';
import { dataDirectory, type Dataset, holdOut, takeExamples } from '@axiswise/data';
import type { NetworkGeometry } from '@axiswise/geometry';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import {
  differences,
  evaluate,
  RunDirectory,
  type RunRecord,
  saveModel,
  type Scores,
  train,
  type TrainingConfig,
  type TrainingObserver,
  weightsSha256,
} from '@axiswise/training';
import { defaultStrategy, networkOf, sourceOf } from './choices.ts';
import type { Experiment } from './define-experiment.ts';
import { describeEnvironment, type Environment } from './environment.ts';
import { ExperimentError } from './errors.ts';

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
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly testExamples: number;
  readonly validation: Scores | null;
  readonly test: Scores;
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly seconds: number;
  readonly examplesPerSecond: number;
  readonly peakMemoryBytes: number;
  readonly runDir: string;
  readonly modelDir: string;
  readonly weightsSha256: string;
}

type Run = RunDirectory<RunConfiguration, TrainExperimentResult>;

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
  networkOf(experiment, asked.strategy, {
    shape: experiment.example.shape,
    classes: experiment.example.classes,
  });
  const engine = await useBackend(planned.backend, {
    ...(options.threads !== undefined && { threads: options.threads }),
  });
  notice(engine.advice);
  const dataset = await source.load({
    dataDir: dataDirectory(options.dataDir),
    seed: asked.seed,
    options: asked.dataOptions,
    onProgress: notice,
  });
  checkAxes(experiment, dataset);
  const { train: trainSplit, validation } = splitsOf(dataset, asked);
  const { test } = dataset.splits;
  const classes = dataset.classes.length;
  const geometry = networkOf(experiment, asked.strategy, { shape: dataset.shape, classes });
  options.observer?.onNetwork?.(geometry);

  const configuration: RunConfiguration = {
    experiment: experiment.name,
    strategy: asked.strategy,
    data: asked.data ?? source.name,
    dataOptions: asked.dataOptions,
    dataSha256: dataset.sha256,
    seed: asked.seed,
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: test.length,
    shape: dataset.shape,
    classes: dataset.classes,
    training: asked.training,
    layers: geometry.layers.map((layer) => `${layer.name} [${layer.outputShape.join(',')}]`),
  };
  const run = await openRun(planned, existing, configuration, engine, options);
  if (run.record.status === 'finished') {
    notice(`the run in ${run.path} is finished; its result:`);
    return run.record.result!;
  }
  notice(`run directory ${run.path}`);

  const network = buildNetwork(geometry, { seed: asked.seed });
  const trained = await train({
    network,
    train: trainSplit,
    ...(validation && { validation }),
    shape: dataset.shape,
    classes,
    seed: asked.seed,
    config: asked.training,
    checkpoints: run.checkpoints,
    ...(options.secondsBetweenCheckpoints !== undefined && {
      secondsBetweenCheckpoints: options.secondsBetweenCheckpoints,
    }),
    observer: {
      ...options.observer,
      onStep: (progress) => options.observer?.onStep?.(progress),
      onEpoch: async (metrics, history) => {
        await run.writeMetrics(history);
        await options.observer?.onEpoch?.(metrics, history);
      },
    },
  });
  const { accuracy, loss, confusion } = await evaluate(network.logits, test, {
    batchSize: 256,
    shape: dataset.shape,
    classes,
  });
  const portable = toPortableModel(network);
  await saveModel(portable, run.modelFolder);
  const result: TrainExperimentResult = {
    experiment: experiment.name,
    strategy: asked.strategy,
    data: configuration.data,
    seed: asked.seed,
    backend: engine.name,
    epochs: trained.history.length,
    weightsOfEpoch: trained.weightsOfEpoch,
    parameters: geometry.totals.parameters,
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: test.length,
    validation: trained.history[trained.weightsOfEpoch - 1]?.validation ?? null,
    test: { accuracy, loss },
    confusion,
    classes: dataset.classes,
    seconds: trained.seconds,
    examplesPerSecond: trained.examplesPerSecond,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    runDir: run.path,
    modelDir: run.modelFolder,
    weightsSha256: weightsSha256(network.model),
  };
  await run.finish(result);
  portable.dispose();
  network.model.dispose();
  return result;
}

/** The call with its gaps filled: by the run that is continued, else by the declaration. */
interface Plan {
  readonly folder: string;
  readonly existing: Run | undefined;
  readonly backend: BackendChoice;
  readonly asked: {
    readonly strategy: string;
    readonly data: string | undefined;
    readonly dataOptions: Readonly<Record<string, string>>;
    readonly seed: number;
    readonly trainExamples: number | undefined;
    readonly validation: number;
    readonly training: TrainingConfig;
  };
}

async function plan(experiment: Experiment, options: TrainExperimentOptions): Promise<Plan> {
  const { validation, ...declared } = experiment.training;
  const strategy = options.strategy ?? defaultStrategy(experiment);
  const folder = options.runDir ?? defaultRunDir(experiment, strategy, options);
  const existing = await RunDirectory.open<RunConfiguration, TrainExperimentResult>(folder);
  const recorded = options.resume && !options.overwrite ? existing?.record : undefined;
  if (recorded && recorded.configuration.experiment !== experiment.name) {
    throw new ExperimentError(
      `${folder} holds a run of the experiment "${recorded.configuration.experiment}", not of ` +
        `"${experiment.name}"; choose another --run-dir`,
    );
  }
  const before = recorded?.configuration;
  return {
    folder,
    existing,
    backend: chooseBackend(options, recorded, folder),
    asked: {
      strategy: options.strategy ?? before?.strategy ?? strategy,
      data: options.data ?? before?.data,
      dataOptions: options.dataOptions ?? before?.dataOptions ?? {},
      seed: options.seed ?? before?.seed ?? 0,
      trainExamples: options.trainExamples ?? before?.trainExamples,
      validation,
      training: {
        ...(before?.training ?? declared),
        ...(options.epochs !== undefined && { epochs: options.epochs }),
        ...(options.batchSize !== undefined && { batchSize: options.batchSize }),
        ...(options.learningRate !== undefined && {
          optimizer: {
            ...(before?.training ?? declared).optimizer,
            learningRate: options.learningRate,
          },
        }),
      },
    },
  };
}

/** A run goes on with the engine it began with: another one rounds differently. */
function chooseBackend(
  { backend = 'auto' }: TrainExperimentOptions,
  recorded: RunRecord | undefined,
  folder: string,
): BackendChoice {
  const began = (recorded?.environment as Environment | undefined)?.backend.name as
    BackendChoice | undefined;
  if (began === undefined || backend === began) return backend;
  if (backend === 'auto') return began;
  throw new ExperimentError(
    `the run in ${folder} began on the ${began} backend and cannot go on with ${backend}; ` +
      `leave --backend out, or start anew with another --run-dir`,
  );
}

/** `runs/<experiment>/<strategy>-<data>-seed<seed>`, numbered where it is taken. */
function defaultRunDir(
  experiment: Experiment,
  strategy: string,
  options: TrainExperimentOptions,
): string {
  const data = path.basename(options.data ?? experiment.sources[0].name).replace(/[^\w.-]/g, '_');
  const base = path.join('runs', experiment.name, `${strategy}-${data}-seed${options.seed ?? 0}`);
  const numbered = (n: number): string => (n === 1 ? base : `${base}-${n}`);
  let next = 1;
  while (existsSync(numbered(next))) next++;
  return numbered((options.resume || options.overwrite) && next > 1 ? next - 1 : next);
}

async function openRun(
  { folder }: Plan,
  existing: Run | undefined,
  configuration: RunConfiguration,
  engine: Engine,
  options: TrainExperimentOptions,
): Promise<Run> {
  const environment = describeEnvironment(engine);
  const facts = { configuration, environment, command: options.command ?? '' };
  if (existing) {
    const changed = differences(existing.record.configuration, configuration);
    if (changed.length === 0 && options.resume) return existing;
    if (options.overwrite) {
      await rm(folder, { recursive: true });
    } else if (options.resume) {
      const [at, was, asked] = changed[0];
      throw new ExperimentError(
        `the run in ${folder} cannot be continued: its ${at} is ${JSON.stringify(was)}, but ` +
          `${JSON.stringify(asked)} is asked for; leave that out, or choose another --run-dir`,
      );
    } else {
      throw new ExperimentError(
        `${folder} already holds a run; continue it with --resume, replace it with --overwrite, ` +
          `or choose another --run-dir`,
      );
    }
  }
  return RunDirectory.create(folder, facts);
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

function checkAxes(experiment: Experiment, dataset: Dataset): void {
  const expected = experiment.axes.names.join(', ');
  if (dataset.axes.join(', ') !== expected) {
    throw new ExperimentError(
      `the data "${dataset.name}" has the axes ${dataset.axes.join(', ')}, but ` +
        `${experiment.name} works on ${expected}`,
    );
  }
}
