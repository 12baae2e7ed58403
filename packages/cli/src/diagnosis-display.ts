import { duration } from '@axiswise/report';

/** Shows how many classifiers are trained: one changing line on a terminal, a plain line elsewhere. */
export class DiagnosisDisplay {
  readonly #stream = process.stderr;
  readonly #secondsBetweenLines = this.#stream.isTTY ? 0.2 : 10;
  readonly #start = performance.now();
  #last = this.#start;

  onTrial = (done: number, total: number): void => {
    const now = performance.now();
    if (done < total && now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const secondsLeft = ((now - this.#start) / 1000 / done) * (total - done);
    const line = `${done} of ${total} classifiers trained, ${duration(secondsLeft)} left`;
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`);
    else this.#stream.write(`\r\x1b[2K${line}${done === total ? '\n' : ''}`);
  };
}
