import { fork } from 'node:child_process';
import { typescriptArguments } from '@axiswise/processes';
import { InputError } from '@axiswise/messages';
import { describeTrial, type Trial, type TrialMessage, type TrialRequest } from './trial.ts';

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
 * Trains trials, each in a process of its own, so many at a time, in their order.
 *
 * A process that dies is started once more and goes on from its checkpoint; one that dies twice is
 * reported as failed, and the others go on. When this process ends in any way, those of the trials end
 * with it.
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
  const stop = new AbortController();
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

  const runToItsEnd = async (trial: Trial): Promise<TrialEnd> => {
    for (let attempt = 1; ; attempt++) {
      const started = performance.now();
      const outcome = await runOnce(trial, {
        signal: stop.signal,
        onStart: (process) => observer.onTrialStart?.(trial, process),
        onFraction: (fraction) => {
          fractions.set(trial, fraction);
          report();
        },
      });
      if (outcome.kind === 'finished') {
        return { status: 'finished', seconds: (performance.now() - started) / 1000 };
      }
      if (outcome.inputError) {
        throw new InputError('experiment', `${describeTrial(trial)}: ${outcome.message}`);
      }
      if (attempt === 2) return { status: 'failed', message: outcome.message };
      observer.onTrialRetry?.(trial, outcome.message);
    }
  };

  const work = async (): Promise<void> => {
    for (let trial = waiting.shift(); trial && !stop.signal.aborted; trial = waiting.shift()) {
      fractions.set(trial, 0);
      const end = await runToItsEnd(trial);
      fractions.delete(trial);
      ends.set(trial, end);
      observer.onTrialEnd?.(trial, end);
      report();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, trials.length) }, work));
  } finally {
    stop.abort();
  }
  return ends;
}

/** Runs a trial in a process of its own, once. */
function runOnce(
  { experiment, call }: Trial,
  {
    signal,
    onStart,
    onFraction,
  }: {
    readonly signal: AbortSignal;
    readonly onStart: (process: number) => void;
    readonly onFraction: (fraction: number) => void;
  },
): Promise<Exclude<TrialMessage, { kind: 'progress' }>> {
  const [file, ...loader] = typescriptArguments(
    new URL('./trial-process.ts', import.meta.url),
  ).reverse();
  const child = fork(file, [], {
    // Not the flags of this process, which may be those of a test runner.
    execArgv: loader.reverse(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  return new Promise((resolve) => {
    let result: Exclude<TrialMessage, { kind: 'progress' }> | undefined;
    let complaints = '';
    const failed = (message: string): void =>
      resolve({ kind: 'failed', message, inputError: false });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-2000);
    });
    child.on('message', (message: TrialMessage) => {
      if (message.kind === 'progress') onFraction(message.fraction);
      else result = message;
    });
    child.on('error', ({ message }) => failed(`its process could not be started (${message})`));
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      if (result) return resolve(result);
      if (killedBy) return failed(`its process ended with ${killedBy}`);
      const lastWords = complaints.trim().split('\n').at(-1);
      failed(`its process ended with code ${code}${lastWords ? `: ${lastWords}` : ''}`);
    });
    if (child.pid !== undefined) onStart(child.pid);
    const request: TrialRequest = { experiment, call };
    // A process that is dead already says so by its end.
    child.send(request, () => undefined);
  });
}
