import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BackendChoice, Engine } from '@axiswise/backend';
import { differences, RunDirectory, type RunRecord } from '@axiswise/runs';
import type { TrainingConfig, TrainingProgress } from '@axiswise/training';
import {
  type Budget,
  defaultStrategy,
  type Experiment,
  optionValues,
  type OptionValues,
} from '@axiswise/experiment';
import { describeEnvironment, type Environment } from './environment.ts';
import { InputError } from '@axiswise/messages';
import type {
  Run,
  RunConfiguration,
  TrainExperimentOptions,
  TrainExperimentResult,
} from './train-experiment.ts';

/** The call with its gaps filled: by the run that is continued, else by the declaration. */
export interface Plan {
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
    readonly options: OptionValues;
    readonly budget: Budget;
  };
}

/** Fills the gaps of a call; reads the run directory, changes nothing. */
export async function plan(experiment: Experiment, options: TrainExperimentOptions): Promise<Plan> {
  const { validation, ...declared } = experiment.training;
  const strategy = options.strategy ?? defaultStrategy(experiment);
  const folder = options.runDir ?? defaultRunDir(experiment, strategy, options);
  const existing = await RunDirectory.open<
    RunConfiguration,
    TrainExperimentResult,
    TrainingProgress
  >(folder);
  const recorded = options.resume && !options.overwrite ? existing?.record : undefined;
  if (recorded && recorded.configuration.experiment !== experiment.name) {
    throw new InputError(
      'experiment',
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
      options: optionValues(experiment.options, { ...before?.options, ...options.options }),
      budget: options.budget ?? before?.budget ?? 'none',
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
  throw new InputError(
    'experiment',
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

/** Starts the run directory, or opens the one that is to be continued. */
export async function openRun(
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
      throw cannotContinue(folder, changed);
    } else {
      throw new InputError(
        'experiment',
        `${folder} already holds a run; continue it with --resume, replace it with --overwrite, ` +
          `or choose another --run-dir`,
      );
    }
  }
  return RunDirectory.create(folder, facts);
}

/** What to say of a run that is to be continued otherwise than it began. */
export function cannotContinue(
  folder: string,
  [[at, was, asked]]: ReturnType<typeof differences>,
): InputError {
  return new InputError(
    'experiment',
    `the run in ${folder} cannot be continued: its ${at} is ${JSON.stringify(was)}, but ` +
      `${JSON.stringify(asked)} is asked for; leave that out, or choose another --run-dir`,
  );
}
