import type { StyleStep } from '@axiswise/style';
import { duration } from '@axiswise/report';
import { ProgressLine } from './progress-line.ts';

/** Shows how far a picture is. */
export class StyleDisplay {
  readonly #line = new ProgressLine();

  onStep = ({ step, steps, loss, secondsLeft }: StyleStep): void =>
    this.#line.show(
      step >= steps,
      () => `step ${step} of ${steps}, loss ${loss.toPrecision(4)}, ${duration(secondsLeft)} left`,
    );
}
