import type { CompareObserver } from '@axiswise/compare';
import { duration, percent } from '@axiswise/messages';
import type { EpochMetrics, Scores, StepProgress } from '@axiswise/training';
import { formatMetric, kindsOf, type TrainingKinds } from '@axiswise/training/kinds';

interface ProgressOptions {
  /** Applies where standard error is no terminal. */
  readonly secondsBetweenLines?: number;
  /** Shows the first line at once, not after that time. */
  readonly atOnce?: boolean;
}

/**
 * Shows progress on standard error: on a terminal one line that changes, elsewhere a plain line now and
 * then.
 */
class ProgressDisplay {
  readonly #isTerminal = process.stderr.isTTY;
  readonly #millisecondsBetweenLines: number;
  #last: number;

  constructor({ secondsBetweenLines = 10, atOnce = false }: ProgressOptions = {}) {
    this.#millisecondsBetweenLines = 1000 * (this.#isTerminal ? 0.1 : secondsBetweenLines);
    this.#last = atOnce ? -Infinity : performance.now();
  }

  /** Shows a line that the next one replaces. Skips it soon after the one before. */
  update(lineOf: () => string): void {
    const now = performance.now();
    if (now - this.#last < this.#millisecondsBetweenLines) return;
    this.#last = now;
    process.stderr.write(this.#isTerminal ? `\r\x1b[2K${lineOf()}` : `${lineOf()}\n`);
  }

  /** Writes a line that stays, in place of the one that changes. */
  keep(line: string): void {
    process.stderr.write(`${this.#isTerminal ? '\r\x1b[2K' : ''}${line}\n`);
  }
}

/**
 * Shows how much of the work is done, and how long the rest takes at the same rate.
 *
 * @param words writes what is done: `step 3 of 10`.
 * @returns a function that takes how much is done, how much there is, and more to write.
 */
export function countedProgress(
  words: (done: number, total: number) => string,
  options?: ProgressOptions,
): (done: number, total: number, more?: string) => void {
  const display = new ProgressDisplay(options);
  const start = performance.now();
  return (done, total, more) => {
    const line = (): string => {
      const secondsLeft = ((performance.now() - start) / 1000 / done) * (total - done);
      return `${words(done, total)}${more ? `, ${more}` : ''}, ${duration(secondsLeft)} left`;
    };
    if (done >= total) display.keep(line());
    else display.update(line);
  };
}

/** Shows the steps of an optimization: `step 3 of 10`. The first line already says how long it takes. */
export const stepProgress = (): ReturnType<typeof countedProgress> =>
  countedProgress((step, steps) => `step ${step} of ${steps}`, { atOnce: true });

/**
 * Shows training: loss, what the task reads first and rate within an epoch, and a line for each epoch, with
 * the metrics that the experiment declares.
 */
export function trainingProgress(kinds: TrainingKinds): {
  onStep(progress: StepProgress): void;
  onEpoch(metrics: EpochMetrics): void;
} {
  const display = new ProgressDisplay();
  const tasks = [...kindsOf('tasks', kinds).values()];
  /** Loss and the metric that the task reads first: that of which there is a value. */
  const first = (of: Scores): string[] => {
    const task = tasks.find(({ headline }) => of[headline] !== undefined);
    const metric = task?.metrics[task.headline];
    return [
      `loss ${of.loss.toFixed(4)}`,
      ...(metric ? [`${metric.describe} ${formatMetric(metric, of[task!.headline]!)}`] : []),
    ];
  };
  const scores = (of: Scores): string =>
    [
      ...first(of),
      ...Object.entries(kinds.metrics ?? {}).flatMap(([name, metric]) => {
        const value = of[name];
        return value === undefined ? [] : [`${metric.describe} ${formatMetric(metric, value)}`];
      }),
    ].join(', ');
  return {
    onStep: (progress) =>
      display.update(() => {
        const { epoch, epochs, examples, trainExamples } = progress;
        return (
          `epoch ${epoch}/${epochs}  ${percent(examples / trainExamples, 0)}` +
          `  ${first(progress.scores).join('  ')}` +
          `  ${Math.round(progress.examplesPerSecond)} examples/s` +
          `  ${duration(progress.secondsLeft)} left`
        );
      }),
    onEpoch: ({ epoch, train, validation, seconds, examplesPerSecond }) =>
      display.keep(
        `epoch ${epoch}: ${scores(train)}` +
          (validation ? `; validation ${scores(validation)}` : '') +
          ` (${duration(seconds)}, ${Math.round(examplesPerSecond)} examples/s)`,
      ),
  };
}

/** Shows the trials of a comparison: how many are done, which are running, and when each starts and ends. */
export function comparisonProgress(): Required<CompareObserver> {
  const display = new ProgressDisplay({ secondsBetweenLines: 15 });
  const name = ({ strategy, scale, seed, trainExamples, triesConfiguration }: TrialOf): string =>
    `${strategy} ${scale === undefined ? '' : `at scale ${scale} `}` +
    (triesConfiguration === undefined
      ? `seed ${seed} (${trainExamples} examples)`
      : `configuration ${triesConfiguration}`);
  return {
    onNotice: (line) => display.keep(line),
    onTrialStart: (trial, process) => display.keep(`${name(trial)} started, process ${process}`),
    onTrialRetry: (trial, message) =>
      display.keep(`${name(trial)}: ${message}; started again from its checkpoint`),
    onTrialEnd: (trial, end) =>
      display.keep(
        end.status === 'failed'
          ? `${name(trial)} failed twice: ${end.message}`
          : `${name(trial)} finished in ${duration(end.seconds)}`,
      ),
    onProgress: ({ done, total, running, secondsLeft }) =>
      display.update(() =>
        [
          `${done} of ${total} trials finished`,
          ...running.map(({ trial, fraction }) => `${name(trial)} ${percent(fraction, 0)}`),
          ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
        ].join('  '),
      ),
  };
}

type TrialOf = Parameters<NonNullable<CompareObserver['onTrialStart']>>[0];
