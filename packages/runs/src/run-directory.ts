import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  makeFolders,
  readJsonFile,
  removeTemporaries,
  writeError,
  writeFileAtomically,
} from '@axiswise/files';
import { z } from 'zod';
import { CheckpointFolder } from './checkpoints.ts';
import {
  type EpochLine,
  epochLineSchema,
  MetricsReader,
  writeMetricsFile,
} from './metrics-file.ts';
import { resultFile } from './place.ts';
import { folderNotEmpty } from './run-errors.ts';
import { anyRunSchema, type RunIdentity, type RunOutcome, type RunRecord } from './run-record.ts';
import { type TestPredictions, testPredictionsSchema } from './test-predictions.ts';

/** The files of a run directory, by what they hold. */
export const runFiles = {
  record: resultFile.run,
  metrics: 'metrics.jsonl',
  checkpoints: 'checkpoints',
  model: 'model',
  testPredictions: 'test-predictions.csv',
  /** Of runs of the first release, without probabilities. */
  earlierPredictions: 'test-predictions.json',
  encoding: 'encoding.json',
  divergence: 'diverged.json',
} as const;

/**
 * One run on disk. Its README lists what the folder holds; every file is written whole or not at all, and
 * `metrics.jsonl` grows by whole lines.
 */
export class RunDirectory<
  Configuration extends RunIdentity = RunIdentity,
  Result extends RunOutcome = RunOutcome,
  Progress = unknown,
> {
  readonly path: string;
  readonly checkpoints: CheckpointFolder<Progress>;
  #record: RunRecord<Configuration, Result>;

  private constructor(folder: string, record: RunRecord<Configuration, Result>) {
    this.path = folder;
    this.checkpoints = new CheckpointFolder(path.join(folder, runFiles.checkpoints));
    this.#record = record;
  }

  /**
   * Starts a run in a folder that holds nothing but locks.
   *
   * @throws InputError `folder-not-empty`, and where the folder cannot be written.
   */
  static async create<
    Configuration extends RunIdentity,
    Result extends RunOutcome,
    Progress = unknown,
  >(
    folder: string,
    facts: Pick<RunRecord<Configuration>, 'configuration' | 'environment' | 'command'>,
  ): Promise<RunDirectory<Configuration, Result, Progress>> {
    let names: string[];
    try {
      await makeFolders(folder);
      names = await readdir(folder);
    } catch (cause) {
      throw writeError(folder, cause);
    }
    const other = names.find((name) => !/\.(tmp|lock)$/.test(name));
    if (other !== undefined) throw folderNotEmpty(folder, other);
    const run = new RunDirectory<Configuration, Result, Progress>(folder, {
      format: 1,
      status: 'running',
      ...facts,
      startedAt: new Date().toISOString(),
    });
    await run.#write();
    return run;
  }

  /**
   * Opens the run in a folder; undefined where there is none.
   *
   * @throws InputError `file-damaged` where its record is not one of the schema.
   */
  static async open<
    Configuration extends RunIdentity = RunIdentity,
    Result extends RunOutcome = RunOutcome,
    Progress = unknown,
  >(
    folder: string,
    schema: z.ZodType<RunRecord<Configuration, Result>>,
  ): Promise<RunDirectory<Configuration, Result, Progress> | undefined> {
    const file = path.join(folder, runFiles.record);
    const record = await readJsonFile(file, schema, 'the record of a run');
    return record && new RunDirectory(folder, record);
  }

  get record(): RunRecord<Configuration, Result> {
    return this.#record;
  }

  get modelFolder(): string {
    return path.join(this.path, runFiles.model);
  }

  /** Brings `metrics.jsonl` to a history, one JSON object an epoch; see {@link writeMetricsFile}. */
  async writeMetrics(history: readonly object[]): Promise<void> {
    await writeMetricsFile(this.#file('metrics'), history);
  }

  /** The epochs so far. */
  async readMetrics<Metrics extends EpochLine = EpochLine>(
    schema: z.ZodType<Metrics> = epochLineSchema as z.ZodType<Metrics>,
  ): Promise<Metrics[]> {
    return new MetricsReader(this.#file('metrics'), schema).next();
  }

  /** Keeps how the examples were read, if there is more to it than their shape. */
  async writeEncoding(encoding: unknown): Promise<void> {
    if (encoding === undefined) return;
    await writeFileAtomically(this.#file('encoding'), JSON.stringify(encoding));
  }

  /** Undefined where the shape of the examples says it all. Each domain checks what is its own in it. */
  async readEncoding(): Promise<unknown> {
    return readJsonFile(this.#file('encoding'), z.looseObject({}), 'the encoding of a run');
  }

  /** The file of its test predictions, in the CSV form of `@axiswise/predictions`. */
  get testPredictionsFile(): string {
    return this.#file('testPredictions');
  }

  /**
   * The test predictions of a run of the first release; undefined where there are none.
   *
   * @throws InputError where there is not one for each test example of the run.
   */
  async readEarlierPredictions(): Promise<TestPredictions | undefined> {
    const schema = testPredictionsSchema(this.#record.configuration);
    return readJsonFile(
      this.#file('earlierPredictions'),
      schema,
      'the test predictions of this run',
    );
  }

  /** Removes what a run could go on from; it would begin anew. Only the process that holds the lock may. */
  async removeCheckpoints(): Promise<void> {
    await rm(this.#file('checkpoints'), { recursive: true, force: true });
  }

  /** Keeps that training diverged, so that nobody trains it again to see the same. */
  async writeDivergence(message: string): Promise<void> {
    await writeFileAtomically(this.#file('divergence'), `${JSON.stringify({ message })}\n`);
  }

  /** How training diverged; undefined where it did not. */
  async readDivergence(): Promise<string | undefined> {
    const schema = z.looseObject({ message: z.string() });
    const found = await readJsonFile(this.#file('divergence'), schema, 'the end of a run');
    return found?.message;
  }

  async finish(result: Result): Promise<void> {
    this.#record = {
      ...this.#record,
      status: 'finished',
      finishedAt: new Date().toISOString(),
      result,
    };
    await this.#write();
  }

  /** Removes what a killed process left half written. Only the process that holds the lock may. */
  async removeTemporaries(): Promise<void> {
    await removeTemporaries(this.path);
  }

  #file(which: keyof typeof runFiles): string {
    return path.join(this.path, runFiles[which]);
  }

  async #write(): Promise<void> {
    await writeFileAtomically(this.#file('record'), `${JSON.stringify(this.#record, null, 2)}\n`);
  }
}

/**
 * Opens the run in a folder as far as all runs are alike; undefined where there is none.
 *
 * @throws InputError `file-damaged` that names the field of `run.json` that is wrong.
 */
export const openRun = (folder: string): Promise<RunDirectory | undefined> =>
  RunDirectory.open(folder, anyRunSchema);

/**
 * Empties the folder of a run but for its locks, the record last: what is killed half way is still a run
 * that can be replaced. The caller holds the lock of the run.
 */
export async function emptyRunFolder(folder: string): Promise<void> {
  try {
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.lock'));
    const others = names.filter((name) => name !== runFiles.record);
    await Promise.all(others.map((name) => rm(path.join(folder, name), { recursive: true })));
    await rm(path.join(folder, runFiles.record), { force: true });
  } catch (cause) {
    throw writeError(folder, cause);
  }
}
