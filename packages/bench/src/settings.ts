import type { BackendReport } from '@axiswise/backend';
import { plural } from '@axiswise/messages';

/** How an engine uses a machine. */
export interface Setting {
  /** Of the engine. */
  readonly threads: number;
  /** Threads between which each batch is divided, each with the engine's own. */
  readonly workers: number;
}

/**
 * How an engine is measured: as asked, else alone on one core, and on all cores in each way that it can.
 *
 * @param report of an engine that runs, with as many threads as it takes by itself.
 */
export function settingsOf(
  { threads: own, servesThreads }: BackendReport,
  cores: number,
  { threads, workers }: Partial<Record<keyof Setting, number | undefined>> = {},
): Setting[] {
  if (threads !== undefined || workers !== undefined) {
    return [{ threads: own === 1 ? 1 : (threads ?? 1), workers: workers ?? 1 }];
  }
  const settings = [{ threads: 1, workers: 1 }];
  if (cores === 1) return settings;
  if (own! > 1) settings.push({ threads: cores, workers: 1 });
  if (servesThreads) settings.push({ threads: 1, workers: cores });
  return settings;
}

/** `1 thread`, `2 threads`, `2 workers`. */
export const settingInWords = ({ threads, workers }: Setting): string =>
  workers > 1
    ? `${plural(workers, 'worker')}${threads > 1 ? ` of ${plural(threads, 'thread')}` : ''}`
    : plural(threads, 'thread');
