import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { removeTemporaries, writeError, writeFileAtomically } from '@axiswise/files';
import { CheckpointFolder } from './checkpoints.ts';
import { InputError } from '@axiswise/messages';

/** What `run.json` holds: everything that is needed to repeat a run and to trust its result. */
export interface RunRecord<Configuration = unknown, Result = unknown> {
  readonly format: 1;
  readonly status: 'running' | 'finished';
  /** Everything that decides what is learned; a run is continued only with an equal one. */
  readonly configuration: Configuration;
  /** Node, engine and version, threads, flags: what may change the last bits. */
  readonly environment: unknown;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly result?: Result;
}

/** What a run answered to every test example, in the order of the test split. */
export interface TestPredictions {
  /** The true class of each, an index into the run's classes. */
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
}

/**
 * One run on disk: `run.json`, `metrics.jsonl`, `checkpoints/`, `model/`, `test-predictions.json`, and
 * `encoding.json` where reading an example needs more than its shape. Every file is written whole or
 * not at all.
 */
export class RunDirectory<Configuration = unknown, Result = unknown, Progress = unknown> {
  readonly path: string;
  readonly checkpoints: CheckpointFolder<Progress>;
  #record: RunRecord<Configuration, Result>;

  private constructor(folder: string, record: RunRecord<Configuration, Result>) {
    this.path = folder;
    this.checkpoints = new CheckpointFolder(path.join(folder, 'checkpoints'));
    this.#record = record;
  }

  /** Starts a run in a folder that holds none. */
  static async create<Configuration, Result, Progress = unknown>(
    folder: string,
    facts: Pick<RunRecord<Configuration>, 'configuration' | 'environment' | 'command'>,
  ): Promise<RunDirectory<Configuration, Result, Progress>> {
    try {
      await mkdir(folder, { recursive: true });
      const strangers = (await readdir(folder)).filter((name) => !/\.(tmp|lock)$/.test(name));
      if (strangers.length > 0) {
        throw new InputError('run', 
          `${folder} is not empty (it holds ${strangers[0]}); continue the run there with --resume, ` +
            `or choose another place with --run-dir`,
        );
      }
    } catch (cause) {
      throw writeError(folder, cause);
    }
    const run = new RunDirectory<Configuration, Result, Progress>(folder, {
      format: 1,
      status: 'running',
      ...facts,
      startedAt: new Date().toISOString(),
    });
    await run.#write();
    return run;
  }

  /** Opens the run in a folder; undefined where there is none yet. */
  static async open<Configuration, Result, Progress = unknown>(
    folder: string,
  ): Promise<RunDirectory<Configuration, Result, Progress> | undefined> {
    const file = path.join(folder, 'run.json');
    let content: string;
    try {
      content = await readFile(file, 'utf8');
    } catch {
      return undefined;
    }
    try {
      const record = JSON.parse(content) as RunRecord<Configuration, Result>;
      if (record.format !== 1) throw new RangeError(`format ${String(record.format)}`);
      await removeTemporaries(folder);
      return new RunDirectory(folder, record);
    } catch (cause) {
      throw new InputError('run', `${file} is not the record of a run; choose another --run-dir`, { cause });
    }
  }

  get record(): RunRecord<Configuration, Result> {
    return this.#record;
  }

  get modelFolder(): string {
    return path.join(this.path, 'model');
  }

  /** All epochs so far, one JSON object a line. */
  async writeMetrics(history: readonly object[]): Promise<void> {
    const lines = history.map((metrics) => `${JSON.stringify(metrics)}\n`).join('');
    await writeFileAtomically(path.join(this.path, 'metrics.jsonl'), lines);
  }

  /** Keeps how the examples were read, if there is more to it than their shape. */
  async writeEncoding(encoding: unknown): Promise<void> {
    if (encoding === undefined) return;
    await writeFileAtomically(path.join(this.path, 'encoding.json'), JSON.stringify(encoding));
  }

  async readEncoding(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(path.join(this.path, 'encoding.json'), 'utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  async writeTestPredictions(predictions: {
    readonly labels: Int32Array;
    readonly predicted: Int32Array;
  }): Promise<void> {
    const plain: TestPredictions = {
      labels: [...predictions.labels],
      predicted: [...predictions.predicted],
    };
    await writeFileAtomically(this.#testPredictionsFile, `${JSON.stringify(plain)}\n`);
  }

  /** @throws InputError where the run has none: it was made before they were kept. */
  async readTestPredictions(): Promise<TestPredictions> {
    try {
      return JSON.parse(await readFile(this.#testPredictionsFile, 'utf8')) as TestPredictions;
    } catch (cause) {
      throw new InputError('run', 
        `${this.#testPredictionsFile} cannot be read; train the run anew with --overwrite`,
        { cause },
      );
    }
  }

  get #testPredictionsFile(): string {
    return path.join(this.path, 'test-predictions.json');
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

  async #write(): Promise<void> {
    await writeFileAtomically(
      path.join(this.path, 'run.json'),
      `${JSON.stringify(this.#record, null, 2)}\n`,
    );
  }
}

/** Where two configurations differ: `[path, first value, second value]` for every leaf. */
export function differences(
  a: unknown,
  b: unknown,
  at = '',
): (readonly [path: string, a: unknown, b: unknown])[] {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differences(a[key], b[key], at ? `${at}.${key}` : key));
  }
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [[at, a, b]];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
