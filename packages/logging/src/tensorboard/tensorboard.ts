import { access, appendFile, constants } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeFolders, writeError } from '@axiswise/files';
import type { StartedRunFacts, TestedRunFacts } from '@axiswise/runner';
import {
  hyperparametersOf,
  type LoggedEnd,
  type LoggedEpoch,
  type LoggerKind,
  type LoggerTools,
  type RunLogger,
  scalarsOf,
  testScalarsOf,
} from '../run-logger.ts';
import {
  histogram,
  image,
  record,
  scalar,
  sessionEnd,
  sessionStart,
  summaryEvent,
  type SummaryValue,
  versionEvent,
} from './events.ts';
import { filtersPicture, type LoggedPicture, worstExamplesPicture } from './pictures.ts';

/** Files of events, which TensorBoard reads: `tensorboard --logdir <folder>`. */
export const tensorboard: LoggerKind = {
  name: 'tensorboard',
  target: '=<folder>',
  async open(folder, tools) {
    if (folder !== undefined) await makeWritable(folder);
    return new EventFile(folder, tools);
  },
};

/**
 * Scalars, histograms of weights and pictures of filters after each epoch, hyperparameters, and the scores
 * and the worst examples of the test.
 */
class EventFile implements RunLogger {
  readonly #asked: string | undefined;
  readonly #tools: LoggerTools;
  #axes: readonly string[] = [];
  #draws = true;
  #file = '';
  #lastEpoch = 0;

  /** @param folder of several runs, each of which gets a folder in it; by default one in the run's own. */
  constructor(folder: string | undefined, tools: LoggerTools) {
    this.#asked = folder;
    this.#tools = tools;
  }

  async onStart(
    { runDir, configuration, experiment }: StartedRunFacts,
    time: number,
  ): Promise<void> {
    this.#axes = experiment.axes.names;
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
    const variables = await weights();
    const histograms = [...variables].map(([name, { values }]) =>
      histogram(`weights/${name}`, values),
    );
    const pictures = await this.#pictures(() => filtersPicture(variables, this.#axes));
    this.#lastEpoch = metrics.epoch;
    await this.#append(time, metrics.epoch, [...scalars, ...histograms, ...pictures]);
  }

  async onTest(tested: TestedRunFacts, time: number): Promise<void> {
    const pictures = await this.#pictures(() => worstExamplesPicture(tested));
    if (pictures.length > 0) await this.#append(time, this.#lastEpoch, pictures);
  }

  async onEnd({ result, time }: LoggedEnd): Promise<void> {
    const scalars = result ? [...testScalarsOf(result)] : [];
    await this.#append(time, this.#lastEpoch, [
      ...scalars.map(([name, value]) => scalar(name, value)),
      sessionEnd(result !== undefined, time),
    ]);
  }

  /** A log without pictures is worth more than none, so where one cannot be drawn no other is tried. */
  async #pictures(
    make: () => LoggedPicture | undefined | Promise<LoggedPicture | undefined>,
  ): Promise<readonly SummaryValue[]> {
    const { drawPng, onNotice } = this.#tools;
    if (drawPng === undefined || !this.#draws) return [];
    try {
      const picture = await make();
      return picture ? [image(picture.tag, await drawPng(picture.svg))] : [];
    } catch (cause) {
      this.#draws = false;
      onNotice(`the tensorboard log goes on without pictures: ${(cause as Error).message}`);
      return [];
    }
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
