import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BackendChoice, Engine } from '@axiswise/backend';
import {
  type Budget,
  dataFormatOf,
  defaultStrategy,
  type Experiment,
  optionValues,
  type OptionValues,
  trainingOf,
} from '@axiswise/experiment';
import {
  emptyRunFolder,
  placeOf,
  runDiffers,
  RunDirectory,
  runExists,
  runFiles,
  type RunRecord,
} from '@axiswise/runs';
import type { TrainingConfig } from '@axiswise/training';
import { requirePositiveInteger } from '@axiswise/messages';
import { chosenTraining } from './chosen-training.ts';
import { describeEnvironment, type Environment } from './environment.ts';
import type { Workers } from './fastest-workers.ts';
import {
  configurationDifferences,
  openTrainingRun,
  type Run,
  type RunConfiguration,
  type TrainExperimentResult,
} from './run-configuration.ts';
import type { TrainExperimentOptions } from './train-options.ts';

/** The call with its gaps filled: by the run that is continued, else by the declaration. */
export interface Plan {
  readonly folder: string;
  readonly existing: Run | undefined;
  readonly backend: BackendChoice;
  readonly workers: Workers;
  readonly asked: {
    readonly strategy: string;
    readonly data: string | undefined;
    /** Where the data is at a path. */
    readonly dataFormat: string | undefined;
    readonly dataOptions: Readonly<Record<string, string>>;
    readonly seed: number;
    readonly trainExamples: number | undefined;
    readonly validation: number;
    readonly training: TrainingConfig;
    readonly options: OptionValues;
    readonly budget: Budget;
    readonly scale: number;
  };
}

/** Fills the gaps of a call; reads the run directory, changes nothing. */
export async function plan(experiment: Experiment, options: TrainExperimentOptions): Promise<Plan> {
  const { config: declared, validation } = trainingOf(experiment);
  const strategy = options.strategy ?? defaultStrategy(experiment);
  const folder = options.runDir ?? defaultRunDir(experiment, strategy, options);
  // What is replaced need not be readable.
  const existing = options.overwrite ? undefined : await openTrainingRun(folder);
  const recorded = options.resume ? existing?.record : undefined;
  if (recorded && recorded.configuration.experiment !== experiment.name) {
    const { experiment: of } = recorded.configuration;
    throw runDiffers(folder, [{ at: 'experiment', recorded: of, asked: experiment.name }]);
  }
  const before = recorded?.configuration;
  const data = options.data ?? before?.data;
  const format = options.dataFormat ?? (data === before?.data ? before?.dataFormat : undefined);
  return {
    folder,
    existing,
    backend: chooseBackend(options, recorded, folder),
    workers: chooseWorkers(options, recorded, folder),
    asked: {
      strategy: options.strategy ?? before?.strategy ?? strategy,
      data,
      dataFormat: dataFormatOf(experiment, data, format),
      dataOptions: options.dataOptions ?? before?.dataOptions ?? {},
      seed: options.seed ?? before?.seed ?? 0,
      trainExamples: options.trainExamples ?? before?.trainExamples,
      validation,
      options: optionValues(experiment.options, { ...before?.options, ...options.options }),
      budget: options.budget ?? before?.budget ?? 'none',
      scale: options.scale ?? before?.scale ?? 1,
      training: chosenTraining(before?.training ?? declared, options, experiment),
    },
  };
}

/** A run goes on with the engine that it began with. */
function chooseBackend(
  { backend = 'auto' }: TrainExperimentOptions,
  recorded: RunRecord | undefined,
  folder: string,
): BackendChoice {
  const began = (recorded?.environment as Environment | undefined)?.backend.name as
    BackendChoice | undefined;
  if (began === undefined || backend === began) return backend;
  if (backend === 'auto') return began;
  // Another engine rounds differently.
  throw runDiffers(folder, [{ at: 'backend', recorded: began, asked: backend }]);
}

/** A run goes on with as many workers as it began with: others sum gradients in another order. */
function chooseWorkers(
  { workers }: TrainExperimentOptions,
  recorded: RunRecord | undefined,
  folder: string,
): Workers {
  if (typeof workers === 'number') requirePositiveInteger('run', 'workers', workers);
  if (recorded === undefined) return workers ?? 1;
  const { workers: began = 1 } = recorded.environment as Environment;
  if (typeof workers !== 'number' || workers === began) return began;
  throw runDiffers(folder, [{ at: 'workers', recorded: began, asked: workers }]);
}

/** The place of the run in the store, numbered where it is taken. */
function defaultRunDir(
  experiment: Experiment,
  strategy: string,
  options: TrainExperimentOptions,
): string {
  const base = placeOf({
    kind: 'run',
    experiment: experiment.name,
    strategy,
    data: options.data ?? experiment.sources[0].name,
    seed: options.seed ?? 0,
  });
  const numbered = (n: number): string => (n === 1 ? base : `${base}-${n}`);
  let next = 1;
  while (existsSync(numbered(next))) next++;
  return numbered((options.resume || options.overwrite) && next > 1 ? next - 1 : next);
}

/** The result of a run that is asked for again and is finished; undefined where it has to be trained. */
export function finishedResult(
  { folder, existing }: Plan,
  configuration: RunConfiguration,
  { options }: Pick<Experiment, 'options'>,
  { resume }: TrainExperimentOptions,
): TrainExperimentResult | undefined {
  if (existing?.record.status !== 'finished' || !resume) return undefined;
  const changed = configurationDifferences(existing.record.configuration, configuration, options);
  if (changed.length > 0) throw runDiffers(folder, changed);
  return existing.record.result;
}

/** What a run is of, and where it is trained. */
interface RunPlace {
  readonly experiment: Pick<Experiment, 'options'>;
  readonly engine: Engine;
  readonly workers: number;
}

/**
 * Starts the run directory, or opens the one that is to be continued. The caller holds its lock.
 *
 * @throws InputError `run-exists` where a run is neither to be continued nor replaced, and `run-differs`
 *   where the one to be continued is another.
 */
export async function startOrContinue(
  folder: string,
  configuration: RunConfiguration,
  { experiment, engine, workers }: RunPlace,
  options: TrainExperimentOptions,
): Promise<Run> {
  if (options.overwrite) {
    if (existsSync(path.join(folder, runFiles.record))) await emptyRunFolder(folder);
  } else {
    const existing = await openTrainingRun(folder);
    if (existing) {
      if (!options.resume) throw runExists(folder);
      const { configuration: recorded } = existing.record;
      const changed = configurationDifferences(recorded, configuration, experiment.options);
      if (changed.length > 0) throw runDiffers(folder, changed);
      await existing.removeTemporaries();
      return existing;
    }
  }
  return RunDirectory.create(folder, {
    configuration,
    environment: describeEnvironment(engine, workers),
    command: options.command ?? '',
  });
}
