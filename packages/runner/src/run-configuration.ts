import {
  type Budget,
  type NetworkOptions,
  type OptionValues,
  optionValues,
} from '@axiswise/experiment';
import type { TargetForm } from '@axiswise/data';
import type { SoundShape } from '@axiswise/geometry';
import {
  type Difference,
  differences,
  measuredNumber,
  RunDirectory,
  type RunIdentity,
  runIdentitySchema,
  runOutcomeSchema,
  runRecordSchema,
} from '@axiswise/runs';
import {
  type Scores,
  scoresSchema,
  type TrainingConfig,
  type TrainingProgress,
} from '@axiswise/training';
import type { PerClass, TaskRecord, TestReport } from '@axiswise/training/kinds';
import { z } from 'zod';
import { environmentSchema } from './environment.ts';
import type { MovedScores } from './shifts.ts';

/** Everything that decides what is learned. */
export interface RunConfiguration extends RunIdentity {
  /** By which of the experiment's formats the data was read, where it is at a path. */
  readonly dataFormat?: string | undefined;
  readonly dataOptions: Readonly<Record<string, string>>;
  readonly dataSha256: string;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly shape: readonly number[];
  readonly training: TrainingConfig;
  readonly options: OptionValues;
  /** What is predicted; absent where that is one class of each example and all classes count alike. */
  readonly task?: TaskRecord | undefined;
  /** Absent where the network is as wide as it is declared. */
  readonly budget?: Budget | undefined;
  /** The multiple of the budget; absent where it is 1. */
  readonly scale?: number | undefined;
}

/** The result of `train`, which `run.json` keeps. */
export interface TrainExperimentResult {
  readonly experiment: string;
  readonly strategy: string;
  readonly data: string;
  readonly seed: number;
  readonly backend: string;
  /** Threads between which batches were divided; absent in runs of the first release, which had one. */
  readonly workers?: number | undefined;
  readonly epochs: number;
  readonly weightsOfEpoch: number;
  readonly parameters: number;
  readonly macs: number;
  /** Where a budget was asked for. */
  readonly sized?: SizedByBudget | undefined;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly testExamples: number;
  readonly validation: Scores | null;
  readonly test: Scores;
  /** Null where there are no classes, or too many to look at. */
  readonly confusion: TestReport['confusion'];
  /** Precision, recall and F1 of every class; absent in runs of the first release. */
  readonly perClass?: readonly PerClass[] | undefined;
  readonly classes: readonly string[];
  /** What is predicted, where that is not one class of each example. */
  readonly targets?: TargetForm | undefined;
  /** Where that was asked for. */
  readonly shifts?: readonly MovedScores[] | undefined;
  readonly seconds: number;
  readonly examplesPerSecond: number;
  /** Of the process so far; in a comparison it may have trained other runs before. */
  readonly peakMemoryBytes: number;
  readonly runDir: string;
  readonly modelDir: string;
  readonly weightsSha256: string;
}

/** How a network was brought to the size that was asked for. */
export interface SizedByBudget {
  /** By how much its widths were multiplied. */
  readonly widthMultiplier: number;
  /** Its size divided by the size asked for. */
  readonly ratio: number;
  /** What was done besides multiplying widths; absent where that was enough. */
  readonly shape?: SoundShape | undefined;
}

/** The directory of a training run. */
export type Run = RunDirectory<RunConfiguration, TrainExperimentResult, TrainingProgress>;

const count = z.int().min(0);
const share = z.number().min(0).max(1);

const trainingConfigSchema = z.looseObject({
  epochs: z.int().min(1),
  batchSize: z.int().min(1),
  optimizer: z.looseObject({ kind: z.string(), learningRate: z.number().positive() }),
}) as unknown as z.ZodType<TrainingConfig>;

const targetFormSchema: z.ZodType<TargetForm> = z.looseObject({
  task: z.string(),
  shape: z.array(z.int().min(1)),
  names: z.array(z.string()),
  units: z.array(z.string()).optional(),
  axes: z.array(z.string()).optional(),
}) as unknown as z.ZodType<TargetForm>;

export const runConfigurationSchema: z.ZodType<RunConfiguration> = runIdentitySchema.extend({
  dataFormat: z.string().optional(),
  dataOptions: z.record(z.string(), z.string()),
  dataSha256: z.string(),
  trainExamples: count,
  validationExamples: count,
  shape: z.array(z.int().min(1)).min(1),
  training: trainingConfigSchema,
  options: z.record(z.string(), z.union([z.number(), z.string()])),
  task: z
    .looseObject({
      kind: z.string(),
      targets: targetFormSchema.optional(),
      facts: z.record(z.string(), z.array(z.number())).optional(),
    })
    .optional(),
  budget: z.enum(['parameters', 'macs', 'none']).optional(),
  scale: z.number().positive().optional(),
});

const movedScoresSchema: z.ZodType<MovedScores> = z.looseObject({
  axis: z.string(),
  testExamples: count,
  points: z.array(
    z.looseObject({ shift: z.int(), accuracy: share.nullable(), score: z.number().optional() }),
  ),
});

const trainExperimentResultSchema: z.ZodType<TrainExperimentResult> = runOutcomeSchema.extend({
  experiment: z.string(),
  strategy: z.string(),
  data: z.string(),
  seed: count,
  backend: z.string(),
  workers: z.int().min(1).optional(),
  weightsOfEpoch: count,
  parameters: count,
  macs: count,
  sized: z
    .looseObject({
      widthMultiplier: z.number(),
      ratio: z.number(),
      shape: z
        .looseObject({ narrowest: count, minimumWidth: count, layersLeftOut: count })
        .optional(),
    })
    .optional(),
  trainExamples: count,
  validationExamples: count,
  testExamples: count,
  validation: scoresSchema.nullable(),
  test: scoresSchema,
  confusion: z.array(z.array(count)).nullable(),
  perClass: z
    .array(
      z.looseObject({
        class: z.string(),
        examples: count,
        predicted: count,
        precision: share,
        recall: share,
        f1: share,
      }),
    )
    .optional(),
  classes: z.array(z.string()),
  targets: targetFormSchema.optional(),
  shifts: z.array(movedScoresSchema).optional(),
  seconds: measuredNumber,
  examplesPerSecond: measuredNumber,
  peakMemoryBytes: measuredNumber,
  runDir: z.string(),
  modelDir: z.string(),
  weightsSha256: z.string(),
});

const recordSchema = runRecordSchema<RunConfiguration, TrainExperimentResult>({
  configuration: runConfigurationSchema,
  environment: environmentSchema,
  result: trainExperimentResultSchema,
});

/**
 * Opens the run in a folder; undefined where there is none.
 *
 * @throws InputError `file-damaged` that names the field of `run.json` that is wrong.
 */
export const openTrainingRun = (folder: string): Promise<Run | undefined> =>
  RunDirectory.open<RunConfiguration, TrainExperimentResult, TrainingProgress>(
    folder,
    recordSchema,
  );

/**
 * Where a recorded configuration differs from the one that is asked for: a run is continued only where
 * nothing does. A run of the first release is compared by what it recorded: its architecture in short,
 * and no format of its data.
 *
 * @param options of the experiment: one that is younger than the run had its default in it.
 */
export function configurationDifferences(
  recorded: RunConfiguration,
  asked: RunConfiguration,
  options: NetworkOptions = {},
): Difference[] {
  const known = (configuration: RunConfiguration): Partial<RunConfiguration> => {
    const { architecture, layers, dataFormat, ...others } = configuration;
    return {
      ...others,
      ...(recorded.dataFormat !== undefined && { dataFormat }),
      ...(recorded.architecture ? { architecture } : { layers }),
    };
  };
  const younger = Object.entries(options).filter(([name]) => !(name in recorded.options));
  const completed = {
    ...recorded,
    options: { ...recorded.options, ...optionValues(Object.fromEntries(younger)) },
  };
  return differences(known(completed), known(asked));
}
