import { InputError } from '@axiswise/messages';
import { describeTrial, type Trial } from './trial.ts';
import { TrialProcess } from './trial-process.ts';

/** How a trial ended. */
export type TrialEnd =
  | { readonly status: 'finished'; readonly seconds: number }
  | { readonly status: 'failed'; readonly message: string };

export interface TrialPoolObserver {
  onTrialStart?(trial: Trial, process: number): void;
  /** A trial's process died and is started once more. */
  onTrialRetry?(trial: Trial, message: string): void;
  onTrialEnd?(trial: Trial, end: TrialEnd): void;
  onProgress?(progress: PoolProgress): void;
}

export interface PoolProgress {
  readonly done: number;
  readonly total: number;
  readonly running: readonly { readonly trial: Trial; readonly fraction: number }[];
  /** Undefined before anything is known. */
  readonly secondsLeft: number | undefined;
}

/**
 * Trains trials in their order, so many at a time, each job in a process that it keeps.
 *
 * Where a process dies, its trial goes on from its checkpoint in another one; a trial whose processes die
 * twice is reported as failed, and the others go on. When this process ends in any way, those of the
 * trials end with it.
 *
 * @throws InputError where a trial finds that the call or its data is wrong: that would not change
 *   by trying again; the trials at work are stopped.
 */
export async function runTrials(
  trials: readonly Trial[],
  { jobs, observer = {} }: { readonly jobs: number; readonly observer?: TrialPoolObserver },
): Promise<Map<Trial, TrialEnd>> {
  const waiting = [...trials];
  const ends = new Map<Trial, TrialEnd>();
  const fractions = new Map<Trial, number>();
  let stopped = false;
  const began = performance.now();

  const report = (): void => {
    const running = [...fractions].map(([trial, fraction]) => ({ trial, fraction }));
    const done = ends.size + running.reduce((sum, { fraction }) => sum + fraction, 0);
    const seconds = (performance.now() - began) / 1000;
    observer.onProgress?.({
      done: ends.size,
      total: trials.length,
      running,
      secondsLeft: done > 0.02 ? (seconds / done) * (trials.length - done) : undefined,
    });
  };

  const processes = new Set<TrialProcess>();

  const work = async (): Promise<void> => {
    let kept: TrialProcess | undefined;
    const trainToItsEnd = async (trial: Trial): Promise<TrialEnd> => {
      for (let attempt = 1; ; attempt++) {
        const process = kept?.isAlive ? kept : new TrialProcess();
        processes.add(process);
        const started = performance.now();
        if (process.id !== undefined) observer.onTrialStart?.(trial, process.id);
        const outcome = await process.train(trial, (fraction) => {
          fractions.set(trial, fraction);
          report();
        });
        if (outcome.kind === 'finished') {
          kept = process;
          return { status: 'finished', seconds: (performance.now() - started) / 1000 };
        }
        if (outcome.inputError) {
          throw new InputError('experiment', `${describeTrial(trial)}: ${outcome.message}`);
        }
        // What it was left with might harm the next trial.
        process.kill();
        kept = undefined;
        if (attempt === 2 || stopped) return { status: 'failed', message: outcome.message };
        observer.onTrialRetry?.(trial, outcome.message);
      }
    };
    for (let trial = waiting.shift(); trial && !stopped; trial = waiting.shift()) {
      fractions.set(trial, 0);
      const end = await trainToItsEnd(trial);
      fractions.delete(trial);
      ends.set(trial, end);
      observer.onTrialEnd?.(trial, end);
      report();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, trials.length) }, work));
  } finally {
    stopped = true;
    for (const each of processes) each.kill();
  }
  return ends;
}
