import path from 'node:path';
import type { Source, TargetForm } from '@axiswise/data';
import { readJsonFile, writeFileAtomically } from '@axiswise/files';
import { placeOf, resultFile, runAbsent, withRunLock } from '@axiswise/runs';
import { defaultStrategy, type Experiment, sourceOf } from '@axiswise/experiment';
import { z } from 'zod';
import { type Environment, environmentSchema } from './environment.ts';
import { InputError } from '@axiswise/messages';
import { wilsonInterval } from '@axiswise/statistics';
import { scoresSchema } from '@axiswise/training';
import { type TaskKind, taskKindOf } from '@axiswise/training/kinds';
import {
  openTrainingRun,
  type RunConfiguration,
  runConfigurationSchema,
  type TrainExperimentResult,
} from './run-configuration.ts';
import { trainExperiment } from './train-experiment.ts';
import type { TrainExperimentOptions } from './train-options.ts';

/** What is cross-validated; what training takes holds for every fold. */
export interface CrossValidateOptions extends Omit<TrainExperimentOptions, 'resume'> {
  /** Only these folds; by default all that the data has. */
  readonly folds?: readonly string[];
  /** A run for each fold lies below it; those that are finished are not run again. */
  readonly runDir?: string;
  readonly onFold?: (fold: string, result: TrainExperimentResult) => void;
}

/** The result of the run that was tested on a fold. */
export interface FoldResult {
  readonly fold: string;
  readonly testExamples: number;
  readonly test: TrainExperimentResult['test'];
  readonly runDir: string;
}

/** The result of a cross-validation. */
export interface CrossValidateResult {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly folds: readonly FoldResult[];
  /** Every example is tested once: by the run that was not trained on its fold. */
  readonly testExamples: number;
  /** Of a classification. */
  readonly accuracy?: {
    /** Mean over the folds, and their standard deviation (n − 1); null for one fold. */
    readonly mean: number;
    readonly standardDeviation: number | null;
    /** 95 % interval of the share of all examples that are predicted correctly (Wilson 1927). */
    readonly low: number;
    readonly high: number;
  };
  /** What the task reads first: by its name the mean over the folds, and their standard deviation (n − 1). */
  readonly headline?: {
    readonly metric: string;
    readonly mean: number;
    readonly standardDeviation: number | null;
  };
  /** What is predicted, where that is not one class of each example. */
  readonly targets?: TargetForm | undefined;
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
  const source = sourceOf(experiment, options.data, options.dataFormat);
  const strategy = options.strategy ?? defaultStrategy(experiment);
  const seed = options.seed ?? 0;
  const runDir =
    options.runDir ??
    placeOf({
      kind: 'cross-validation',
      experiment: experiment.name,
      strategy,
      source: source.name,
      seed,
    });
  const names = foldsOf(source, options);
  return withRunLock(runDir, 'cross-validation', async () => {
    const folds: FoldResult[] = [];
    let seconds = 0;
    let targets: TargetForm | undefined;
    for (const fold of names) {
      options.observer?.onNotice?.(`fold ${fold}`);
      const result = await trainExperiment(experiment, {
        ...options,
        strategy,
        seed,
        dataOptions: { ...options.dataOptions, fold },
        runDir: placeOf({ kind: 'fold', of: runDir, fold }),
        resume: !options.overwrite,
      });
      options.onFold?.(fold, result);
      const { testExamples, test } = result;
      seconds += result.seconds;
      targets = result.targets;
      folds.push({ fold, testExamples, test, runDir: result.runDir });
    }
    const result: CrossValidateResult = {
      experiment: experiment.name,
      strategy,
      data: options.data ?? source.name,
      seed,
      folds,
      ...scoresOver(folds, taskKindOf({ targets }, experiment)),
      ...(targets && { targets }),
      seconds,
      runDir,
    };
    const record: CrossValidationRecord = {
      format: 1,
      command: options.command ?? '',
      ...(await sharedFacts(folds[0].runDir)),
      result,
    };
    await writeFileAtomically(fileIn(runDir), `${JSON.stringify(record, null, 2)}\n`);
    return result;
  });
}

function scoresOver(
  folds: readonly FoldResult[],
  { headline, score }: TaskKind,
): Pick<CrossValidateResult, 'accuracy' | 'headline' | 'testExamples'> {
  const testExamples = folds.reduce((sum, fold) => sum + fold.testExamples, 0);
  const over = meanAndSpread(folds.map(({ test }) => test[headline]!));
  const first = { testExamples, headline: { metric: headline, ...over } };
  // Wilson's interval is one of a share of examples.
  if (!score.isRightOrWrong) return first;
  const right = folds.reduce((sum, { test, testExamples: n }) => sum + test[headline]! * n, 0);
  return {
    ...first,
    accuracy: { ...over, ...wilsonInterval(right / testExamples, testExamples) },
  };
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

const fileIn = (folder: string): string => path.join(folder, resultFile['cross-validation']);

const share = z.number().min(0).max(1);

const crossValidationSchema: z.ZodType<CrossValidationRecord> = z.looseObject({
  format: z.literal(1),
  command: z.string(),
  configuration: runConfigurationSchema,
  environment: environmentSchema,
  parameters: z.int().min(0),
  result: z.looseObject({
    experiment: z.string(),
    strategy: z.string(),
    data: z.string(),
    seed: z.int().min(0),
    folds: z
      .array(
        z.looseObject({
          fold: z.string(),
          testExamples: z.int().min(1),
          test: scoresSchema,
          runDir: z.string(),
        }),
      )
      .min(1),
    testExamples: z.int().min(1),
    accuracy: z
      .looseObject({
        mean: share,
        standardDeviation: z.number().min(0).nullable(),
        low: share,
        high: share,
      })
      .optional(),
    seconds: z.number(),
    runDir: z.string(),
  }),
});

/**
 * The cross-validation in a folder; undefined where there is none that is finished.
 *
 * @throws InputError `file-damaged` that names the field that is wrong.
 */
export const readCrossValidation = (folder: string): Promise<CrossValidationRecord | undefined> =>
  readJsonFile(fileIn(folder), crossValidationSchema, 'a cross-validation');

async function sharedFacts(
  runDir: string,
): Promise<Pick<CrossValidationRecord, 'configuration' | 'environment' | 'parameters'>> {
  const run = await openTrainingRun(runDir);
  if (!run) throw runAbsent(runDir);
  const { configuration, environment, result } = run.record;
  return {
    configuration,
    environment: environment as Environment,
    parameters: result!.parameters,
  };
}

function foldsOf(
  source: Source,
  { folds: asked, dataOptions = {} }: CrossValidateOptions,
): readonly string[] {
  const { name } = source;
  const folds = source.foldsWith?.(dataOptions) ?? source.folds;
  if (!folds) {
    throw new InputError(
      'experiment',
      `the data "${name}" has no folds to leave out in turn; train it with several seeds instead`,
    );
  }
  const unknown = asked?.find((fold) => !folds.includes(fold));
  if (unknown !== undefined) {
    throw new InputError(
      'experiment',
      `the folds of "${name}" are ${folds.join(', ')}, got "${unknown}"`,
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
