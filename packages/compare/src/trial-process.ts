import { type ChildProcess, fork } from 'node:child_process';
import { typescriptArguments } from '@axiswise/processes';
import type { Trial, TrialMessage, TrialOutcome, TrialRequest } from './trial.ts';

/**
 * A process that trains one trial after another, since starting it and loading TensorFlow.js takes longer
 * than a small trial. It ends with the process that started it.
 */
export class TrialProcess {
  readonly #child: ChildProcess;
  /** The last it wrote to standard error. */
  #complaints = '';
  /** What ended it, in words. */
  #end: string | undefined;
  #onMessage: ((message: TrialMessage) => void) | undefined;
  #onEnd: ((words: string) => void) | undefined;

  constructor() {
    const [file, ...loader] = typescriptArguments(
      new URL('./trial-worker.ts', import.meta.url),
    ).reverse();
    this.#child = fork(file, [], {
      // Not the flags of this process, which may be those of a test runner.
      execArgv: loader.reverse(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-2000);
    });
    this.#child.on('message', (message: TrialMessage) => this.#onMessage?.(message));
    this.#child.on('error', ({ message }) => this.#ended(`could not be started (${message})`));
    this.#child.on('close', (code, killedBy) => {
      const lastWords = this.#complaints.trim().split('\n').at(-1);
      const reason = lastWords ? `: ${lastWords}` : '';
      this.#ended(killedBy ? `ended with ${killedBy}` : `ended with code ${code}${reason}`);
    });
  }

  /** Undefined where it could not be started. */
  get id(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it can take a trial: it has not died. */
  get isAlive(): boolean {
    return this.#end === undefined && this.#child.exitCode === null && !this.#child.signalCode;
  }

  /**
   * Trains a trial to its end, or to that of the process. One at a time.
   *
   * @param onFraction is told now and then how much of the trial is done, from 0 to 1.
   */
  train(
    { experiment, call }: Trial,
    onFraction: (fraction: number) => void,
  ): Promise<TrialOutcome> {
    return new Promise((resolve) => {
      const finish = (outcome: TrialOutcome): void => {
        this.#onMessage = undefined;
        this.#onEnd = undefined;
        resolve(outcome);
      };
      this.#onMessage = (message) => {
        if (message.kind === 'progress') onFraction(message.fraction);
        else finish(message);
      };
      this.#onEnd = (words) =>
        finish({ kind: 'failed', message: `its process ${words}`, inputError: false });
      if (this.#end !== undefined) return this.#onEnd(this.#end);
      const request: TrialRequest = { experiment, call };
      // A process that is dead already says so by its end.
      this.#child.send(request, () => undefined);
    });
  }

  /** Ends it at once; a trial at work can go on from its checkpoint. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #ended(words: string): void {
    this.#end ??= words;
    this.#onEnd?.(this.#end);
  }
}
