import { watch } from 'node:fs';
import path from 'node:path';
import type { ZodType } from 'zod';
import { type EpochLine, epochLineSchema, MetricsReader } from './metrics-file.ts';
import { openRun, runFiles } from './run-directory.ts';
import { runAbsent } from './run-errors.ts';
import { holderIn } from './run-lock.ts';
import type { RunStatus } from './run-summary.ts';

/** What happens to a run. */
export type RunEvent<Metrics extends EpochLine = EpochLine> =
  /** An epoch has ended; those that were there already come first. */
  | { readonly kind: 'epoch'; readonly metrics: Metrics }
  /** Comes first, and again whenever it changes. */
  | { readonly kind: 'status'; readonly status: Exclude<RunStatus, 'damaged'> };

/** How a run is watched while it grows. */
export interface WatchRunOptions<Metrics extends EpochLine> {
  /** Of a line of `metrics.jsonl`; by default only that it has its epoch. */
  readonly metrics?: ZodType<Metrics>;
  /** Ends the watching. */
  readonly signal?: AbortSignal;
  /**
   * After so long the state is looked at again without a notice: a process that was killed gives none,
   * and some network file systems give none at all. By default 2 s.
   */
  readonly secondsBetweenLooks?: number;
}

/**
 * What happens to a run, from its beginning until it is finished.
 *
 * Notices of the file system wake it, and only the lines that were appended since are read. An epoch
 * comes again where the run goes on from an older checkpoint. An interrupted run is waited for.
 *
 * @throws InputError `run-absent`, and `file-damaged` where what is read is not what it should be.
 * @example
 * let epochs = 0;
 * for await (const event of watchRun(folderOfRun)) {
 *   if (event.kind === 'epoch') epochs = event.metrics.epoch;
 * }
 * epochs; // 3
 */
export async function* watchRun<Metrics extends EpochLine = EpochLine>(
  folder: string,
  options: WatchRunOptions<Metrics> = {},
): AsyncGenerator<RunEvent<Metrics>, void, undefined> {
  const {
    metrics = epochLineSchema as ZodType<Metrics>,
    signal,
    secondsBetweenLooks = 2,
  } = options;
  if (!(await openRun(folder))) throw runAbsent(folder);
  const reader = new MetricsReader(path.join(folder, runFiles.metrics), metrics);
  const bell = new Bell();
  // Without notices the looks in between have to do.
  const watcher = watch(folder, () => bell.ring()).on('error', () => undefined);
  signal?.addEventListener('abort', bell.ring, { once: true });
  try {
    let status: RunStatus | undefined;
    while (!signal?.aborted) {
      const now = await statusOf(folder);
      // Before it is said that the run is finished, all of its epochs are.
      const epochs = await reader.next();
      if (status === undefined) yield { kind: 'status', status: now };
      for (const each of epochs) yield { kind: 'epoch', metrics: each };
      if (status !== undefined && now !== status) yield { kind: 'status', status: now };
      if (now === 'finished') return;
      status = now;
      await bell.rung(secondsBetweenLooks * 1000);
    }
  } finally {
    signal?.removeEventListener('abort', bell.ring);
    watcher.close();
  }
}

async function statusOf(folder: string): Promise<Exclude<RunStatus, 'damaged'>> {
  const run = await openRun(folder);
  if (!run) throw runAbsent(folder);
  if (run.record.status === 'finished') return 'finished';
  return (await holderIn(folder, 'run')) === undefined ? 'interrupted' : 'running';
}

/** Remembers a ring that comes while nobody waits for it. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.();
  };

  /** Resolves once it has rung since the last time, or after so long. */
  async rung(milliseconds: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#wake = undefined;
  }
}
