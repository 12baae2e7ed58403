/** A server that takes longer hangs. */
const longestMilliseconds = 10_000;

interface Batch {
  readonly metrics?: readonly {
    readonly key: string;
    readonly value: number;
    readonly timestamp: number;
    readonly step: number;
  }[];
  readonly params?: readonly { readonly key: string; readonly value: string }[];
}

/**
 * The calls of MLflow's REST interface, version 2.0, that a run needs.
 *
 * Source: https://mlflow.org/docs/latest/rest-api.html
 */
export class MlflowClient {
  readonly #url: string;
  readonly #timeoutMs: number;

  constructor(url: string, { timeoutMs = longestMilliseconds } = {}) {
    this.#url = url.replace(/\/+$/, '');
    this.#timeoutMs = timeoutMs;
  }

  /** The id of an experiment, which is made where there is none. */
  async experimentNamed(name: string): Promise<string> {
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    const found = await this.#call<{ experiment: { experiment_id: string } }>(query, {
      absent: 404,
    });
    if (found) return found.experiment.experiment_id;
    const made = await this.#call<{ experiment_id: string }>('experiments/create', {
      body: { name },
    });
    return made!.experiment_id;
  }

  /** @returns the id of the run. */
  async createRun(
    experiment: string,
    run: {
      readonly name: string;
      readonly time: number;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): Promise<string> {
    const made = await this.#call<{ run: { info: { run_id: string } } }>('runs/create', {
      body: {
        experiment_id: experiment,
        run_name: run.name,
        start_time: run.time,
        tags: Object.entries(run.tags).map(([key, value]) => ({ key, value })),
      },
    });
    return made!.run.info.run_id;
  }

  async logBatch(runId: string, batch: Batch): Promise<void> {
    await this.#call('runs/log-batch', { body: { run_id: runId, ...batch } });
  }

  async endRun(runId: string, status: 'FINISHED' | 'FAILED', time: number): Promise<void> {
    await this.#call('runs/update', { body: { run_id: runId, status, end_time: time } });
  }

  async #call<Answer>(
    path: string,
    { body, absent }: { readonly body?: object; readonly absent?: number },
  ): Promise<Answer | undefined> {
    const what = `${this.#url} (${path.split('?')[0]})`;
    let response: Response;
    try {
      response = await fetch(`${this.#url}/api/2.0/mlflow/${path}`, {
        signal: AbortSignal.timeout(this.#timeoutMs),
        ...(body && {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      if (response.status === absent) return undefined;
      if (response.ok) return (await response.json()) as Answer;
    } catch (cause) {
      const { name, message, cause: inner } = cause as Error;
      const { code, message: reason = message } = (inner ?? {}) as Partial<NodeJS.ErrnoException>;
      const why =
        name === 'TimeoutError'
          ? `did not answer within ${this.#timeoutMs / 1000} s`
          : `cannot be reached (${code ?? reason})`;
      throw new Error(`${what} ${why}`, { cause });
    }
    throw new Error(`${what} answered ${response.status}`);
  }
}
