import type { EpochMetrics } from '../progress.ts';
import type {
  CallbackEnd,
  CallbackHandlers,
  CallbackKind,
  CallbackRun,
  CallbackStep,
} from './callback-kind.ts';

/** The callbacks of one run, called one after another in the order of their declaration. */
export class StartedCallbacks {
  readonly #handlers: readonly CallbackHandlers[];

  private constructor(handlers: readonly CallbackHandlers[]) {
    this.#handlers = handlers;
  }

  static async start(
    kinds: Readonly<Record<string, CallbackKind>>,
    run: CallbackRun,
  ): Promise<StartedCallbacks> {
    const handlers: CallbackHandlers[] = [];
    for (const kind of Object.values(kinds)) handlers.push(await kind.start(run));
    return new StartedCallbacks(handlers);
  }

  async step(step: CallbackStep): Promise<void> {
    for (const each of this.#handlers) await each.step?.(step);
  }

  async epoch(metrics: EpochMetrics, history: readonly EpochMetrics[]): Promise<void> {
    for (const each of this.#handlers) await each.epoch?.(metrics, history);
  }

  async end(end: CallbackEnd): Promise<void> {
    for (const each of this.#handlers) await each.end?.(end);
  }
}
