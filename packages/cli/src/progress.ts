import { duration, percent } from '@axiswise/report';
import type { EpochMetrics, StepProgress } from '@axiswise/training';

/**
 * Shows training as it goes on: one changing line on a terminal, a plain line now and then elsewhere.
 */
export class TrainingDisplay {
  readonly #stream = process.stderr;
  readonly #secondsBetweenLines = this.#stream.isTTY ? 0.1 : 10;
  #last = performance.now();

  onStep = (progress: StepProgress): void => {
    const now = performance.now();
    if (now - this.#last < this.#secondsBetweenLines * 1000) return;
    this.#last = now;
    const { epoch, epochs, examples, trainExamples, loss, accuracy } = progress;
    const line =
      `epoch ${epoch}/${epochs}  ${percent(examples / trainExamples, 0)}` +
      `  loss ${loss.toFixed(4)}  accuracy ${percent(accuracy)}` +
      `  ${Math.round(progress.examplesPerSecond)} examples/s` +
      `  ${duration(progress.secondsLeft)} left`;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
  };

  onEpoch = (metrics: EpochMetrics): void => {
    const { train, validation } = metrics;
    const line =
      `epoch ${metrics.epoch}: loss ${train.loss.toFixed(4)}, accuracy ${percent(train.accuracy)}` +
      (validation
        ? `; validation loss ${validation.loss.toFixed(4)}, accuracy ${percent(validation.accuracy)}`
        : '') +
      ` (${duration(metrics.seconds)}, ${Math.round(metrics.examplesPerSecond)} examples/s)`;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[2K${line}\n` : `${line}\n`);
  };
}
