import path from 'node:path';
import type { Source } from '@axiswise/data';
import { writeFileAtomically } from '@axiswise/files';
import { RunDirectory } from '@axiswise/runs';
import { defaultStrategy, type Experiment, sourceOf } from '@axiswise/experiment';
import type { Environment } from './environment.ts';
import { InputError } from '@axiswise/messages';
import { wilsonInterval } from '@axiswise/statistics';
import {
  type RunConfiguration,
  trainExperiment,
  type TrainExperimentOptions,
  type TrainExperimentResult,
} from './train-experiment.ts';

export interface CrossValidateOptions extends Omit<TrainExperimentOptions, 'resume'> {
  /** Only these folds; by default all that the data has. */
  readonly folds?: readonly string[];
  /** A run for each fold lies below it; those that are finished are not run again. */
  readonly runDir?: string;
  readonly onFold?: (fold: string, result: TrainExperimentResult) => void;
}

/** What cross-validation answers. */
export interface CrossValidateResult {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly folds: readonly {
    readonly fold: string;
    readonly testExamples: number;
    readonly test: TrainExperimentResult['test'];
    readonly runDir: string;
  }[];
  /** Every example is tested once: by the run that was not trained on its fold. */
  readonly testExamples: number;
  readonly accuracy: {
    /** Mean over the folds, and their standard deviation (n − 1); null for one fold. */
    readonly mean: number;
    readonly standardDeviation: number | null;
    /** 95 % interval of the share of all examples that were answered rightly (Wilson 1927). */
    readonly low: number;
    readonly high: number;
  };
  /** Of training, all folds together. */
  readonly seconds: number;
  readonly runDir: string;
}

/**
 * Trains one run for each fold of the data, each tested on the fold that it was not trained on.
 *
 * Interrupted, the same call goes on: finished folds are read, the one at work is continued.
 *
 * @throws InputError where the data has no folds, or not the one asked for.
 */
export async function crossValidate(
  experiment: Experiment,
  options: CrossValidateOptions = {},
): Promise<CrossValidateResult> {
  const source = sourceOf(experiment, options.data);
  const strategy = options.strategy ?? defaultStrategy(experiment);
  const seed = options.seed ?? 0;
  const runDir =
    options.runDir ??
    path.join('runs', experiment.name, `${strategy}-${source.name}-folds-seed${seed}`);
  const folds: CrossValidateResult['folds'][number][] = [];
  let seconds = 0;
  for (const fold of foldsOf(source, options.folds)) {
    options.observer?.onNotice?.(`fold ${fold}`);
    const result = await trainExperiment(experiment, {
      ...options,
      strategy,
      seed,
      dataOptions: { ...options.dataOptions, fold },
      runDir: path.join(runDir, fold),
      resume: !options.overwrite,
    });
    options.onFold?.(fold, result);
    const { testExamples, test } = result;
    seconds += result.seconds;
    folds.push({ fold, testExamples, test, runDir: result.runDir });
  }
  const testExamples = folds.reduce((sum, fold) => sum + fold.testExamples, 0);
  const right = folds.reduce((sum, { test, testExamples: n }) => sum + test.accuracy * n, 0);
  const result: CrossValidateResult = {
    experiment: experiment.name,
    strategy,
    data: options.data ?? source.name,
    seed,
    folds,
    testExamples,
    accuracy: {
      ...meanAndSpread(folds.map(({ test }) => test.accuracy)),
      ...wilsonInterval(right / testExamples, testExamples),
    },
    seconds,
    runDir,
  };
  const record: CrossValidationRecord = {
    format: 1,
    command: options.command ?? '',
    ...(await sharedFacts(folds[0].runDir)),
    result,
  };
  await writeFileAtomically(
    path.join(runDir, 'cross-validation.json'),
    `${JSON.stringify(record, null, 2)}\n`,
  );
  return result;
}

/** What `cross-validation.json` holds, beside the runs of the folds. */
export interface CrossValidationRecord {
  readonly format: 1;
  readonly command: string;
  /** Of the first fold; the others differ in the fold alone. */
  readonly configuration: RunConfiguration;
  readonly environment: Environment;
  readonly parameters: number;
  readonly result: CrossValidateResult;
}

async function sharedFacts(
  runDir: string,
): Promise<Pick<CrossValidationRecord, 'configuration' | 'environment' | 'parameters'>> {
  const run = await RunDirectory.open<RunConfiguration, TrainExperimentResult>(runDir);
  const { configuration, environment, result } = run!.record;
  return {
    configuration,
    environment: environment as Environment,
    parameters: result!.parameters,
  };
}

function foldsOf({ name, folds }: Source, asked: readonly string[] | undefined): readonly string[] {
  if (!folds) {
    throw new InputError(
      'experiment',
      `the data "${name}" has no folds to leave out in turn; train it with several seeds instead`,
    );
  }
  const stranger = asked?.find((fold) => !folds.includes(fold));
  if (stranger !== undefined) {
    throw new InputError(
      'experiment',
      `the folds of "${name}" are ${folds.join(', ')}, but "${stranger}" came`,
    );
  }
  return asked ?? folds;
}

function meanAndSpread(values: readonly number[]): {
  mean: number;
  standardDeviation: number | null;
} {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
  };
}
