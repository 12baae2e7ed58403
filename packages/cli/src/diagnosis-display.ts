import { duration } from '@axiswise/report';
import { ProgressLine } from './progress-line.ts';

/** Shows how many classifiers are trained. */
export class DiagnosisDisplay {
  readonly #line = new ProgressLine();
  readonly #start = performance.now();

  onTrial = (done: number, total: number): void =>
    this.#line.show(done >= total, () => {
      const secondsLeft = ((performance.now() - this.#start) / 1000 / done) * (total - done);
      return `${done} of ${total} classifiers trained, ${duration(secondsLeft)} left`;
    });
}
