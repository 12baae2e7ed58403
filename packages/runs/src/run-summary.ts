/** The kinds of what lies in the store. */
export type StoredKind =
  'run' | 'cross-validation' | 'comparison' | 'comparison of predictions' | 'diagnosis';

/**
 * `running` while a process holds its lock, `interrupted` where it is neither finished nor running,
 * `damaged` where its file cannot be read.
 */
export type RunStatus = 'running' | 'interrupted' | 'finished' | 'damaged';

/** What a list says of something in the store. */
export interface RunSummary {
  readonly kind: StoredKind;
  /** Its folder. */
  readonly path: string;
  /** The folder of the comparison or cross-validation that a run is a part of; else null. */
  readonly partOf: string | null;
  readonly status: RunStatus;
  /** Why it is damaged; else null. */
  readonly problem: string | null;
  /** The process that is at work on it, `process 12 on host`; else null. */
  readonly lockedBy: string | null;
  /** Empty where it is not known: damaged, or interrupted before anything was written. */
  readonly experiments: readonly string[];
  /** Of a comparison of predictions: its models. */
  readonly strategies: readonly string[];
  readonly datasets: readonly string[];
  readonly seeds: readonly number[];
  /** Share of the test examples, of a run, or the mean over the folds of a cross-validation. */
  readonly accuracy: number | null;
  /** Of a run. */
  readonly epochsDone: number | null;
  readonly epochs: number | null;
  /** Of a comparison and a cross-validation: its runs, as far as they were begun. */
  readonly runs: { readonly finished: number; readonly begun: number } | null;
  /** ISO 8601; a comparison and a diagnosis say only when they ended. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What the file of something tells for its summary. */
export interface Facts extends Partial<Omit<RunSummary, 'status'>> {
  readonly finished: boolean;
  /** Folders besides its own in which it has runs. */
  readonly folders?: readonly string[];
}

/** What the runs of something tell of it before it is finished. */
export function factsOfRuns(runs: readonly RunSummary[]): Facts {
  const starts = runs.flatMap(({ startedAt }) => startedAt ?? []).sort();
  return {
    finished: false,
    experiments: distinct(runs.flatMap(({ experiments }) => experiments)),
    strategies: distinct(runs.flatMap(({ strategies }) => strategies)),
    datasets: distinct(runs.flatMap(({ datasets }) => datasets)),
    seeds: distinct(runs.flatMap(({ seeds }) => seeds)).sort((a, b) => a - b),
    runs: {
      finished: runs.filter(({ status }) => status === 'finished').length,
      begun: runs.length,
    },
    startedAt: starts[0] ?? null,
  };
}

export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
