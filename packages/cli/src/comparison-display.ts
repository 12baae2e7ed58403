import type { CompareObserver } from '@axiswise/compare';
import { duration, percent } from '@axiswise/report';
import { notice } from './answer.ts';

type Args<Name extends keyof CompareObserver> = Parameters<NonNullable<CompareObserver[Name]>>;

/** Shows trials as they go on: one changing line on a terminal, a plain line now and then elsewhere. */
export class ComparisonDisplay implements CompareObserver {
  readonly #stream = process.stderr;
  readonly #secondsBetweenLines = this.#stream.isTTY ? 0.2 : 15;
  #last = performance.now();

  onNotice = (line: string): void => this.#line(line);

  onTrialStart = (...[trial, process]: Args<'onTrialStart'>): void =>
    this.#line(`${name(trial)} begins, process ${process}`);

  onTrialRetry = (...[trial, message]: Args<'onTrialRetry'>): void =>
    this.#line(`${name(trial)}: ${message}; it is started once more from its checkpoint`);

  onTrialEnd = (...[trial, end]: Args<'onTrialEnd'>): void =>
    this.#line(
      end.status === 'failed'
        ? `${name(trial)} failed twice: ${end.message}`
        : `${name(trial)} done in ${duration(end.seconds)}`,
    );

  onProgress = (...[{ done, total, running, secondsLeft }]: Args<'onProgress'>): void => {
    const now = performance.now();
    if (now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const line = [
      `${done} of ${total} trials done`,
      ...running.map(({ trial, fraction }) => `${name(trial)} ${percent(fraction, 0)}`),
      ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
    ].join('  ');
    if (this.#stream.isTTY) this.#stream.write(`\r\x1b[2K${line}`);
    else this.#stream.write(`${line}\n`);
  };

  #line(line: string): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
    notice(line);
  }
}

const name = ({ strategy, seed, trainExamples }: Args<'onTrialRetry'>[0]): string =>
  `${strategy} seed ${seed} (${trainExamples} examples)`;
