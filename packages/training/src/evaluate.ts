import { batches, type Split } from '@axiswise/data';
import type { MetricKind } from './metrics/metric-kind.ts';
import { ScoreCounter, type Scores } from './metrics/scores.ts';
import { type Scorer, scoringTogether } from './scorer.ts';
import type { Task } from './tasks/task.ts';

/** Examples that are scored at once where nothing else decides. */
export const scoredAtOnce = 256;

/**
 * Scores every example of a split once, the last, smaller batch included.
 *
 * @param options.metrics what an experiment measures besides the metrics of the task.
 * @param options.predictions takes what the task keeps of the outputs, `examples × outcome size`, where it is
 *   wanted: the probabilities of the classes.
 */
export async function evaluate(
  score: Scorer,
  split: Split,
  options: {
    /** By default {@link scoredAtOnce}. */
    readonly batchSize?: number;
    readonly shape: readonly number[];
    readonly task: Task;
    readonly metrics?: Readonly<Record<string, MetricKind>> | undefined;
    readonly predictions?: Float32Array | undefined;
  },
): Promise<Scores> {
  const { batchSize = scoredAtOnce, shape, task, metrics, predictions } = options;
  const counter = new ScoreCounter(task, { own: metrics });
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  let done = 0;
  const batchesScored = scoringTogether(score, batches(split, { batchSize, exampleSize }));
  for await (const { targets, scores } of batchesScored) {
    counter.add(targets, scores);
    if (!predictions) continue;
    const kept = (scores.length / task.outputSize) * task.outcomeSize;
    task.outcome(scores, predictions.subarray(done, done + kept));
    done += kept;
  }
  return counter.scores();
}
