import type { StyleStep } from '@axiswise/interpret';
import { duration } from '@axiswise/report';

/** Shows how far a picture is: one changing line on a terminal, a plain line now and then elsewhere. */
export class StyleDisplay {
  readonly #stream = process.stderr;
  readonly #secondsBetweenLines = this.#stream.isTTY ? 0.2 : 10;
  #last = performance.now();

  onStep = ({ step, steps, loss, secondsLeft }: StyleStep): void => {
    const now = performance.now();
    if (step < steps && now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const line = `step ${step} of ${steps}, loss ${loss.toPrecision(4)}, ${duration(secondsLeft)} left`;
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`);
    else this.#stream.write(`\r\x1b[2K${line}${step === steps ? '\n' : ''}`);
  };
}
