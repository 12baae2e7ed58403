import { type BackendName, type Engine, engineNamed } from '@axiswise/backend';
import { allTargets, type Dataset, type Split } from '@axiswise/data';
import type { NetworkGeometry } from '@axiswise/geometry';
import { buildNetwork, type BuiltNetwork, toPortableModel } from '@axiswise/layers';
import {
  DivergedError,
  type EpochMetrics,
  evaluate,
  findLearningRate,
  inSharedMemory,
  type LearningRateCurve,
  openTask,
  saveModel,
  scorerOf,
  type Task,
  taskRecordOf,
  train,
  type TrainingConfig,
  type TrainingResult,
  weightsSha256,
  WorkerTeam,
} from '@axiswise/training';
import {
  type Experiment,
  geometryOf,
  loadData,
  sizedNetworkOf,
  sourceOf,
} from '@axiswise/experiment';
import {
  augmentationsOf,
  checkAugmentations,
  checkNetwork,
  taskKindOf,
} from '@axiswise/training/kinds';
import { architectureOf, shortArchitecture, withRunLock } from '@axiswise/runs';
import { engineChange, type Environment } from './environment.ts';
import { describeChoice, fastestWorkers, type Workers } from './fastest-workers.ts';
import type { ReplicaData } from './replica-module.ts';
import {
  type Run,
  type RunConfiguration,
  type SizedByBudget,
  type TrainExperimentResult,
  openTrainingRun,
} from './run-configuration.ts';
import { finishedResult, plan, type Plan, startOrContinue } from './run-plan.ts';
import { scoresWhenMoved } from './shifts.ts';
import { splitsOf } from './splits-of-run.ts';
import { startEngine } from './start-engine.ts';
import { writeTestPredictions } from './test-predictions.ts';
import { testReport } from './test-report.ts';
import type { TrainExperimentOptions } from './train-options.ts';

/**
 * Trains one strategy of an experiment, scores every test example once and writes the run directory.
 */
export const trainExperiment = (
  experiment: Experiment,
  options: TrainExperimentOptions = {},
): Promise<TrainExperimentResult> =>
  inRun(experiment, options, {
    whenFinished: (result) => result,
    work: (started) => withNetwork(started, trainToTheEnd),
  });

/** The validation scores of a run that is trained to some epoch. */
export interface TrainedToEpoch {
  /** Every epoch so far; fewer than asked for where patience or divergence ended the training. */
  readonly history: readonly EpochMetrics[];
  /** How training diverged; undefined where it did not. */
  readonly diverged?: string;
}

/**
 * Trains one strategy of an experiment to an epoch, and leaves the run where it is: it can go on from
 * there to the same bits as without the stop. No test example is scored.
 *
 * A run that diverges is recorded as such, and is not trained again. The run has to be continued or
 * started: `resume` holds.
 */
export const trainToEpoch = (
  experiment: Experiment,
  untilEpoch: number,
  options: TrainExperimentOptions = {},
): Promise<TrainedToEpoch> =>
  inRun(
    experiment,
    { ...options, resume: true },
    {
      whenFinished: (_, folder) => readTrainedToEpoch(folder),
      work: async (started) => {
        const { run } = started;
        if ((await run.readDivergence()) === undefined) {
          try {
            await withNetwork(started, (network, team) =>
              fit(started, network, { team, untilEpoch }),
            );
          } catch (error) {
            if (!(error instanceof DivergedError)) throw error;
            await run.writeDivergence(error.message);
          }
        }
        return readTrainedToEpoch(run.path);
      },
    },
  );

/** Reads how far the run in a folder is; no epoch where there is none. */
export async function readTrainedToEpoch(folder: string): Promise<TrainedToEpoch> {
  const run = await openTrainingRun(folder);
  if (!run) return { history: [] };
  const history = (await run.readMetrics()) as unknown as readonly EpochMetrics[];
  const diverged = await run.readDivergence();
  return { history, ...(diverged !== undefined && { diverged }) };
}

/** Starts or continues the run of a call, and works in it. */
async function inRun<T>(
  experiment: Experiment,
  options: TrainExperimentOptions,
  {
    whenFinished,
    work,
  }: {
    whenFinished(result: TrainExperimentResult, folder: string): T | Promise<T>;
    work(started: StartedRun): Promise<T>;
  },
): Promise<T> {
  const notice = (line: string): void => options.observer?.onNotice?.(line);
  return withConfigured(experiment, options, async ({ planned, configured, dataset }) => {
    const { configuration } = configured;
    const finished = finishedResult(planned, configuration, experiment, options);
    if (finished) {
      notice(`the run in ${planned.folder} is finished; its result:`);
      return whenFinished(finished, planned.folder);
    }
    const { engine, workers } = await startWith(planned, configured, options);
    // Two processes in one run directory would undo each other's checkpoints.
    const { lockWaitSeconds: waitSeconds } = options;
    const begin = async () => {
      const place = { experiment, engine, workers };
      const run = await startOrContinue(planned.folder, configuration, place, options);
      notice(`run directory ${run.path}`);
      const change = engineChange(run.record.environment as Environment, engine);
      if (change) notice(change);
      await run.writeEncoding(dataset.encoding);
      await options.observer?.onStart?.({ runDir: run.path, configuration, experiment });
      const recorded = { ...configured, configuration: run.record.configuration };
      return work({ ...recorded, experiment, run, engine, workers, dataset, options });
    };
    return withRunLock(planned.folder, 'run', begin, { waitSeconds });
  });
}

/**
 * Tries learning rates for one strategy of an experiment, on the network and the batches that training would have;
 * writes nothing.
 */
export const findLearningRateOf = (
  experiment: Experiment,
  options: TrainExperimentOptions = {},
): Promise<FoundLearningRate> =>
  withConfigured(experiment, options, async ({ planned, configured, dataset }) => {
    const { engine, workers } = await startWith(planned, configured, options);
    const { configuration, train: trainSplit } = configured;
    const { strategy, data, seed, shape, training } = configuration;
    const trained = { ...configured, experiment, engine, workers, dataset, options };
    return withNetwork(trained, async (network, team) => ({
      experiment: experiment.name,
      strategy,
      data,
      seed,
      backend: engine.name,
      workers,
      optimizer: training.optimizer.kind,
      ...(await findLearningRate({
        ...{ network, train: trainSplit, shape, task: taskOf(trained), seed, team },
        config: training,
        kinds: experiment,
      })),
    }));
  });

/** What a range test of the learning rate says, and of what. */
export interface FoundLearningRate extends LearningRateCurve {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly backend: string;
  readonly workers: number;
  readonly optimizer: string;
}

/** Loads the data of a call, and derives what is trained, before an engine starts. */
async function withConfigured<T>(
  experiment: Experiment,
  options: TrainExperimentOptions,
  work: (of: {
    readonly planned: Plan;
    readonly configured: ConfiguredRun;
    readonly dataset: Dataset;
  }) => Promise<T>,
): Promise<T> {
  const planned = await plan(experiment, options);
  const { asked } = planned;

  const source = sourceOf(experiment, asked.data, asked.dataFormat);
  // The strategy is checked before anything slow: a misspelt one should not wait for the data.
  const { strategy, options: chosen } = asked;
  const { network } = sizedNetworkOf(experiment, strategy, experiment.example, chosen, asked);
  checkNetwork(network, asked.training);
  engineNamed(planned.backend);
  const dataset = await loadData(experiment, source, {
    dataDir: options.dataDir,
    dataOptions: asked.dataOptions,
    seed: asked.seed,
    onNotice: (line) => options.observer?.onNotice?.(line),
  });
  try {
    const configured = configure(experiment, asked, dataset);
    options.observer?.onNetwork?.(configured.geometry);
    return await work({ planned, configured, dataset });
  } finally {
    await dataset.close?.();
  }
}

/** Starts the engine of a call, for as many workers as it takes. */
async function startWith(
  { backend, workers: asked }: Plan,
  configured: ConfiguredRun,
  { threads, observer }: TrainExperimentOptions,
): Promise<{ readonly engine: Engine; readonly workers: number }> {
  const notice = (line: string): void => observer?.onNotice?.(line);
  const workers = workersOf(asked, engineNamed(backend), configured, notice);
  const engine = await startEngine(backend, workers, threads);
  notice(engine.advice);
  return { engine, workers };
}

/** The number of workers of a run; says it where there are several, or it was not asked for. */
function workersOf(
  asked: Workers,
  backend: BackendName,
  { configuration, geometry, train: { length } }: ConfiguredRun,
  notice: (line: string) => void,
): number {
  const { epochs, batchSize } = configuration.training;
  const examples = Math.min(batchSize, length);
  if (typeof asked === 'number') {
    if (asked > 1) notice(`${asked} workers: each batch is divided between ${asked} threads`);
    return asked;
  }
  const choice = fastestWorkers({
    backend,
    // The gradients of inputs and of weights take as much as the outputs, each.
    macs: 3 * geometry.totals.macs * examples,
    examples,
    // Tables of embeddings take part in no multiplication; they are shared, not exchanged.
    exchanged: geometry.layers.reduce(
      (sum, { parameters, macs }) => sum + (macs > 0 ? parameters : 0),
      0,
    ),
    steps: epochs * Math.ceil(length / batchSize),
  });
  notice(describeChoice(choice));
  return choice.workers;
}

/** A run before it begins: what it trains, on what, and how that is recorded. */
export interface ConfiguredRun {
  readonly configuration: RunConfiguration;
  readonly geometry: NetworkGeometry;
  readonly sized: SizedByBudget;
  readonly train: Split;
  readonly validation: Split | undefined;
}

/** Derives from a call and its data all that decides what is learned. */
export function configure(
  experiment: Experiment,
  asked: Plan['asked'],
  dataset: Dataset,
): ConfiguredRun {
  const training = fittingTraining(experiment, asked.training, dataset);
  checkAugmentations(augmentationsOf(training, experiment), dataset);
  const { train: trainSplit, validation } = splitsOf(dataset, asked);
  const {
    network: geometry,
    multiplier,
    ratio,
    shape,
  } = sizedNetworkOf(experiment, asked.strategy, geometryOf(dataset), asked.options, asked);
  const { classes, targets } = dataset;
  const task = taskRecordOf({ classes, targets }, trainSplit, training, experiment);
  const architecture = architectureOf(geometry);
  const configuration: RunConfiguration = {
    experiment: experiment.name,
    strategy: asked.strategy,
    data: asked.data ?? experiment.sources[0].name,
    ...(asked.dataFormat !== undefined && { dataFormat: asked.dataFormat }),
    dataOptions: asked.dataOptions,
    dataSha256: dataset.sha256,
    seed: asked.seed,
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: dataset.splits.test.length,
    shape: dataset.shape,
    classes: dataset.classes,
    training,
    options: asked.options,
    ...(task && { task }),
    ...(asked.budget !== 'none' && { budget: asked.budget }),
    ...(asked.scale !== 1 && { scale: asked.scale }),
    architecture,
    layers: shortArchitecture(architecture),
  };
  return {
    configuration,
    geometry,
    sized: { widthMultiplier: multiplier, ratio, ...(shape && { shape }) },
    train: trainSplit,
    validation,
  };
}

/**
 * The training for some data: what the experiment declares to keep the best epoch by is a metric of its own task. With
 * data for another task, the metric of that task is meant that is read first.
 */
function fittingTraining(
  experiment: Experiment,
  training: TrainingConfig,
  { targets }: Pick<Dataset, 'targets'>,
): TrainingConfig {
  const { bestBy } = training;
  if (bestBy === undefined || bestBy !== experiment.training.bestBy) return training;
  const { metrics, headline } = taskKindOf({ targets }, experiment);
  return bestBy in { ...metrics, ...experiment.metrics }
    ? training
    : { ...training, bestBy: headline };
}

/** What a network is trained with. */
interface TrainedNetwork extends ConfiguredRun {
  readonly experiment: Experiment;
  readonly engine: Engine;
  readonly workers: number;
  readonly dataset: Dataset;
  readonly options: TrainExperimentOptions;
}

/** In a run directory, whose record says how. */
interface StartedRun extends TrainedNetwork {
  readonly run: Run;
}

/** Builds the network of a run, with threads where it has several workers, and works with it. */
async function withNetwork<Of extends TrainedNetwork, T>(
  started: Of,
  work: (network: BuiltNetwork, team: WorkerTeam | undefined, started: Of) => Promise<T>,
): Promise<T> {
  const { geometry, configuration, dataset, workers } = started;
  const { seed } = configuration;
  const { activation } = taskOf(started).kind;
  const network = buildNetwork(geometry, { seed, vectors: dataset.vectors, activation });
  const team = workers > 1 ? await startTeam(started, network) : undefined;
  try {
    return await work(network, team, started);
  } finally {
    await team?.dispose();
    network.model.dispose();
  }
}

/** The task of a run, as it is recorded. */
function taskOf({
  experiment,
  configuration: { task, classes, training },
}: Pick<TrainedNetwork, 'experiment' | 'configuration'>): Task {
  return openTask(task, classes, { loss: training.loss, kinds: experiment });
}

/** Starts threads that build the same network. */
function startTeam(started: TrainedNetwork, network: BuiltNetwork): Promise<WorkerTeam> {
  const { experiment, configuration, engine, workers, dataset } = started;
  const { strategy, options, budget = 'none', scale, seed, training, shape } = configuration;
  const { vectors } = dataset;
  return WorkerTeam.toTrain({
    network,
    shape,
    task: taskOf(started),
    batchSize: training.batchSize,
    workers,
    entry: {
      module: new URL('./replica-module.ts', import.meta.url),
      data: {
        experiment: experiment.name,
        strategy,
        example: geometryOf(dataset),
        options,
        budget,
        scale,
        seed,
        task: configuration.task,
        classes: configuration.classes,
        loss: training.loss,
        vectors: vectors && { ...vectors, values: inSharedMemory(vectors.values) },
        backend: engine.name,
        threads: engine.threads,
      } satisfies ReplicaData,
    },
  });
}

/** Trains a network with what its run says. */
function fit(
  started: StartedRun,
  network: BuiltNetwork,
  { team, untilEpoch }: { readonly team: WorkerTeam | undefined; readonly untilEpoch?: number },
): Promise<TrainingResult> {
  const { experiment, run, configuration, train: trainSplit, validation, options } = started;
  const { seed, shape } = configuration;
  return train({
    network,
    train: trainSplit,
    ...(validation && { validation }),
    shape,
    task: taskOf(started),
    seed,
    config: configuration.training,
    kinds: experiment,
    team,
    runDir: run.path,
    ...(untilEpoch !== undefined && { untilEpoch }),
    checkpoints: run.checkpoints,
    ...(options.secondsBetweenCheckpoints !== undefined && {
      secondsBetweenCheckpoints: options.secondsBetweenCheckpoints,
    }),
    observer: {
      onNotice: (line) => options.observer?.onNotice?.(line),
      onStep: (progress) => options.observer?.onStep?.(progress),
      onEpoch: async (metrics, history, weights) => {
        await run.writeMetrics(history);
        await options.observer?.onEpoch?.(metrics, history, weights);
      },
    },
  });
}

async function trainToTheEnd(
  network: BuiltNetwork,
  team: WorkerTeam | undefined,
  started: StartedRun,
): Promise<TrainExperimentResult> {
  const { experiment, run, geometry, sized, engine, workers, dataset, options } = started;
  const { train: trainSplit, validation } = started;
  const { test } = dataset.splits;
  const { configuration } = started;
  const { seed, shape, classes } = configuration;
  const trained = await fit(started, network, { team });
  const score = team ? await team.scorer() : scorerOf(network.logits, shape);
  const task = taskOf(started);
  const predictions = new Float32Array(test.length * task.outcomeSize);
  const scores = await evaluate(score, test, {
    shape,
    task,
    metrics: experiment.metrics,
    predictions,
  });
  await writeTestPredictions(run.testPredictionsFile, {
    dataset,
    model: configuration.strategy,
    seed,
    predictions,
  });
  const outcome = { targets: allTargets(test), predictions };
  await options.observer?.onTest?.({ experiment, dataset, task, outcome });
  const report = testReport(scores, task, outcome);
  const shifts =
    options.shifts &&
    (await scoresWhenMoved(score, test, {
      axes: dataset.axes,
      shape,
      task,
      cyclic: dataset.axes.filter((axis) => experiment.axes.declarations[axis].cyclic),
      classWhenMoved: experiment.classWhenMoved,
    }));
  const portable = toPortableModel(network, { rescaled: task.rescaled });
  await saveModel(portable, run.modelFolder);
  const result: TrainExperimentResult = {
    experiment: configuration.experiment,
    strategy: configuration.strategy,
    data: configuration.data,
    seed,
    backend: engine.name,
    workers,
    epochs: trained.history.length,
    weightsOfEpoch: trained.weightsOfEpoch,
    ...geometry.totals,
    ...(configuration.budget && { sized }),
    trainExamples: trainSplit.length,
    validationExamples: validation?.length ?? 0,
    testExamples: test.length,
    validation: trained.history[trained.weightsOfEpoch - 1]?.validation ?? null,
    test: report.test,
    confusion: report.confusion,
    ...(report.perClass && { perClass: report.perClass }),
    classes,
    ...(task.form.targets && { targets: task.form.targets }),
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
  return result;
}
