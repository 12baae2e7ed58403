import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readJsonFile } from '@axiswise/files';
import { z } from 'zod';
import { resultFile } from './place.ts';
import { openRun } from './run-directory.ts';
import {
  distinct,
  type Facts,
  factsOfRuns,
  type RunSummary,
  type StoredKind,
} from './run-summary.ts';
import type { Work } from './run-lock.ts';

/** A kind of what lies in the store: how it is recognised, and how its files are read for a list. */
export interface KindInStore {
  readonly name: StoredKind;
  /** The files that tell it; its result is in the first that is there. */
  readonly files: readonly string[];
  /** The lock that a process at work on it holds, if there is one. */
  readonly lock?: Work;
  /** Whether runs in folders below its own are parts of it. */
  readonly hasParts: boolean;
  /**
   * Reads what a list says of it; undefined where nothing is written yet.
   *
   * @param parts the runs that are parts of it.
   * @throws InputError `file-damaged`.
   */
  read(folder: string, parts: readonly RunSummary[]): Promise<Facts | undefined>;
}

const run: KindInStore = {
  name: 'run',
  files: [resultFile.run],
  lock: 'run',
  hasParts: false,
  async read(folder) {
    const run = await openRun(folder);
    if (!run) return undefined;
    const { status, configuration, result, startedAt, finishedAt } = run.record;
    return {
      finished: status === 'finished',
      experiments: [configuration.experiment],
      strategies: [configuration.strategy],
      datasets: [configuration.data],
      seeds: [configuration.seed],
      accuracy: result?.test.accuracy ?? null,
      epochsDone: result?.epochs ?? (await run.readMetrics()).length,
      epochs: configuration.training.epochs,
      startedAt,
      finishedAt: finishedAt ?? null,
    };
  },
};

const comparisonSchema = z.looseObject({
  format: z.literal(1),
  createdAt: z.string(),
  experiments: z.array(
    z.looseObject({
      experiment: z.string(),
      data: z.string(),
      seeds: z.array(z.int().min(0)),
      strategies: z.array(z.looseObject({ name: z.string() })),
      runDir: z.string(),
    }),
  ),
});

const comparison: KindInStore = {
  name: 'comparison',
  files: [resultFile.comparison],
  lock: 'comparison',
  hasParts: true,
  async read(folder, parts) {
    const file = path.join(folder, resultFile.comparison);
    const found = await readJsonFile(file, comparisonSchema, 'a comparison');
    if (!found) return factsOfRuns(parts);
    const { experiments, createdAt } = found;
    return {
      ...factsOfRuns(parts),
      finished: true,
      // A joint comparison of several experiments has its trials in the folders of each.
      folders: experiments
        .map(({ runDir }) => runDir)
        .filter((runDir) => path.resolve(runDir) !== path.resolve(folder)),
      experiments: distinct(experiments.map(({ experiment }) => experiment)),
      strategies: distinct(experiments.flatMap((each) => each.strategies.map(({ name }) => name))),
      datasets: distinct(experiments.map(({ data }) => data)),
      seeds: distinct(experiments.flatMap(({ seeds }) => seeds)),
      finishedAt: createdAt,
    };
  },
};

const predictionComparisonSchema = z.looseObject({
  format: z.literal(1),
  createdAt: z.string(),
  seeds: z.array(z.int().min(0)),
  models: z.array(z.looseObject({ name: z.string() })),
});

const predictionComparison: KindInStore = {
  name: 'comparison of predictions',
  files: [resultFile['comparison of predictions']],
  hasParts: false,
  async read(folder) {
    const file = path.join(folder, resultFile['comparison of predictions']);
    const found = await readJsonFile(
      file,
      predictionComparisonSchema,
      'a comparison of predictions',
    );
    if (!found) return undefined;
    return {
      finished: true,
      strategies: distinct(found.models.map(({ name }) => name)),
      seeds: found.seeds,
      finishedAt: found.createdAt,
    };
  },
};

const crossValidationSchema = z.looseObject({
  format: z.literal(1),
  result: z.looseObject({
    experiment: z.string(),
    strategy: z.string(),
    data: z.string(),
    seed: z.int().min(0),
    accuracy: z.looseObject({ mean: z.number() }).optional(),
  }),
});

const crossValidation: KindInStore = {
  name: 'cross-validation',
  files: [resultFile['cross-validation']],
  lock: 'cross-validation',
  hasParts: true,
  async read(folder, parts) {
    const file = path.join(folder, resultFile['cross-validation']);
    const found = await readJsonFile(file, crossValidationSchema, 'a cross-validation');
    if (!found) return factsOfRuns(parts);
    const { experiment, strategy, data, seed, accuracy } = found.result;
    return {
      ...factsOfRuns(parts),
      finished: true,
      experiments: [experiment],
      strategies: [strategy],
      datasets: [data],
      seeds: [seed],
      accuracy: accuracy?.mean ?? null,
      finishedAt: (await stat(file)).mtime.toISOString(),
    };
  },
};

const diagnosisSchema = z.looseObject({
  createdAt: z.string(),
  experiment: z.string(),
  data: z.string(),
});
const diagnosesSchema = z.looseObject({ experiments: z.array(diagnosisSchema) });

const diagnosis: KindInStore = {
  name: 'diagnosis',
  files: [resultFile.diagnosis, resultFile['joint diagnosis']],
  hasParts: false,
  async read(folder) {
    const [one, several] = this.files.map((name) => path.join(folder, name));
    const single = await readJsonFile(one, diagnosisSchema, 'a diagnosis');
    const joint = single ?? (await readJsonFile(several, diagnosesSchema, 'diagnoses'));
    if (!joint) return undefined;
    const diagnoses = single ? [single] : (joint as z.infer<typeof diagnosesSchema>).experiments;
    return {
      finished: true,
      experiments: distinct(diagnoses.map(({ experiment }) => experiment)),
      datasets: distinct(diagnoses.map(({ data }) => data)),
      finishedAt:
        diagnoses
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? null,
    };
  },
};

/** The kind of that name. */
export const storedKind = (name: StoredKind): KindInStore =>
  storedKinds.find((kind) => kind.name === name)!;

/** A folder that holds a run holds nothing else that a list shows. */
export const storedKinds: readonly KindInStore[] = [
  run,
  crossValidation,
  comparison,
  predictionComparison,
  diagnosis,
];
