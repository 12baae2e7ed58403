import { duration } from '@axiswise/report';

/** Shows how far the ascent is: one changing line on a terminal, a plain line now and then elsewhere. */
export class VisualizeDisplay {
  readonly #stream = process.stderr;
  readonly #secondsBetweenLines = this.#stream.isTTY ? 0.2 : 10;
  readonly #start = performance.now();
  #last = this.#start;

  onStep = (step: number, steps: number): void => {
    const now = performance.now();
    const isLast = step === steps && this.#stream.isTTY;
    if (!isLast && now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const secondsLeft = ((now - this.#start) / 1000 / step) * (steps - step);
    const line = `step ${step} of ${steps}, ${duration(secondsLeft)} left`;
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`);
    else this.#stream.write(`\r\x1b[2K${line}${step === steps ? '\n' : ''}`);
  };
}
