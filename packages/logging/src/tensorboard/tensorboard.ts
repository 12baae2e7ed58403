import { access, appendFile, constants } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeFolders, writeError } from '@axiswise/files';
import type { StartedRunFacts } from '@axiswise/runner';
import {
  hyperparametersOf,
  type LoggedEnd,
  type LoggedEpoch,
  type LoggerKind,
  type RunLogger,
  scalarsOf,
  testScalarsOf,
} from '../run-logger.ts';
import {
  histogram,
  record,
  scalar,
  sessionEnd,
  sessionStart,
  summaryEvent,
  type SummaryValue,
  versionEvent,
} from './events.ts';

/** Files of events, which TensorBoard reads: `tensorboard --logdir <folder>`. */
export const tensorboard: LoggerKind = {
  name: 'tensorboard',
  target: '=<folder>',
  async open(folder) {
    if (folder !== undefined) await makeWritable(folder);
    return new EventFile(folder);
  },
};

/** Scalars and histograms of weights after each epoch, hyperparameters, and the scores of the test. */
class EventFile implements RunLogger {
  readonly #asked: string | undefined;
  #file = '';
  #lastEpoch = 0;

  /** @param folder of several runs, each of which gets a folder in it; by default one in the run's own. */
  constructor(folder: string | undefined) {
    this.#asked = folder;
  }

  async onStart({ runDir, configuration }: StartedRunFacts, time: number): Promise<void> {
    const name = path.basename(path.resolve(runDir));
    const folder =
      this.#asked === undefined
        ? path.join(runDir, 'tensorboard')
        : path.join(this.#asked, configuration.experiment, name);
    await makeWritable(folder);
    const seconds = Math.floor(time / 1000);
    this.#file = path.join(
      folder,
      `events.out.tfevents.${seconds}.${os.hostname()}.${process.pid}.0`,
    );
    try {
      await appendFile(this.#file, record(versionEvent(time)));
      const start = sessionStart(name, time, hyperparametersOf(configuration));
      await this.#append(time, 0, [start]);
    } catch (cause) {
      throw writeError(this.#file, cause);
    }
  }

  async onEpoch({ metrics, time, weights }: LoggedEpoch): Promise<void> {
    const scalars = [...scalarsOf(metrics)].map(([name, value]) => scalar(name, value));
    const histograms = [...(await weights())].map(([name, { values }]) =>
      histogram(`weights/${name}`, values),
    );
    this.#lastEpoch = metrics.epoch;
    await this.#append(time, metrics.epoch, [...scalars, ...histograms]);
  }

  async onEnd({ result, time }: LoggedEnd): Promise<void> {
    const scalars = result ? [...testScalarsOf(result)] : [];
    await this.#append(time, this.#lastEpoch, [
      ...scalars.map(([name, value]) => scalar(name, value)),
      sessionEnd(result !== undefined, time),
    ]);
  }

  async #append(time: number, step: number, values: readonly SummaryValue[]): Promise<void> {
    await appendFile(this.#file, record(summaryEvent(time, step, values)));
  }
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await makeFolders(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw writeError(folder, cause);
  }
}
