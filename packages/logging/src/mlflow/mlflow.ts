import { InputError } from '@axiswise/messages';
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
import { MlflowClient } from './mlflow-client.ts';

/** A tracking server of MLflow, over its REST interface. */
export const mlflow: LoggerKind = {
  name: 'mlflow',
  target: '=<url>',
  open(url) {
    if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new InputError(
        'usage',
        `the mlflow log takes the address of a tracking server, mlflow=http://localhost:5000, got ` +
          (url === undefined ? 'none' : `'${url}'`),
      );
    }
    return Promise.resolve(new MlflowRun(new MlflowClient(url)));
  },
};

/** The limits of a batch: https://mlflow.org/docs/latest/rest-api.html#log-batch */
const mostParameters = 100;
const longestParameter = 500;

/**
 * A run of MLflow. Training does not wait for the server: calls are made one after another while it goes
 * on, and the first that fails ends the log.
 */
class MlflowRun implements RunLogger {
  readonly #client: MlflowClient;
  #runId = '';
  #lastEpoch = 0;
  #calls: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  constructor(client: MlflowClient) {
    this.#client = client;
  }

  async onStart({ runDir, configuration }: StartedRunFacts, time: number): Promise<void> {
    this.#later(async () => {
      const experiment = await this.#client.experimentNamed(configuration.experiment);
      this.#runId = await this.#client.createRun(experiment, {
        name: `${configuration.strategy} seed ${configuration.seed}`,
        time,
        tags: { 'axiswise.runDir': runDir },
      });
      const parameters = [...hyperparametersOf(configuration)]
        .slice(0, mostParameters)
        .map(([key, value]) => ({ key, value: String(value).slice(0, longestParameter) }));
      await this.#client.logBatch(this.#runId, { params: parameters });
    });
  }

  async onEpoch({ metrics, time }: LoggedEpoch): Promise<void> {
    this.#lastEpoch = metrics.epoch;
    this.#log(scalarsOf(metrics), metrics.epoch, time);
    if (this.#failure) throw this.#failure;
  }

  async onEnd({ result, time }: LoggedEnd): Promise<void> {
    if (result) this.#log(testScalarsOf(result), this.#lastEpoch, time);
    this.#later(() => this.#client.endRun(this.#runId, result ? 'FINISHED' : 'FAILED', time));
    await this.#calls;
    if (this.#failure) throw this.#failure;
  }

  #log(scalars: ReadonlyMap<string, number>, step: number, timestamp: number): void {
    // JSON has no other numbers.
    const finite = [...scalars].filter(([, value]) => Number.isFinite(value));
    const metrics = finite.map(([key, value]) => ({ key, value, timestamp, step }));
    this.#later(() => this.#client.logBatch(this.#runId, { metrics }));
  }

  #later(call: () => Promise<void>): void {
    this.#calls = this.#calls.then(async () => {
      if (this.#failure) return;
      try {
        await call();
      } catch (error) {
        this.#failure = error as Error;
      }
    });
  }
}
