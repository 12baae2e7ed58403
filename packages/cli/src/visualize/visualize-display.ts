import { duration } from '@axiswise/report';
import { ProgressLine } from '../progress-line.ts';

/** Shows how far the ascent is. */
export class VisualizeDisplay {
  // The first line comes at once: it says how long it will take.
  readonly #line = new ProgressLine({ atOnce: true });
  readonly #start = performance.now();

  onStep = (step: number, steps: number): void =>
    this.#line.show(step === steps && this.#line.isTerminal, () => {
      const secondsLeft = ((performance.now() - this.#start) / 1000 / step) * (steps - step);
      return `step ${step} of ${steps}, ${duration(secondsLeft)} left`;
    });
}
