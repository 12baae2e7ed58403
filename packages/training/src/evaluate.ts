import { batches, type Split } from '@axiswise/data';
import { argMax } from './arg-max.ts';
import type { MetricKind } from './metrics/metric-kind.ts';
import { ScoreCounter, type Scores } from './metrics/scores.ts';
import { type Scorer, scoringTogether } from './scorer.ts';

export interface Evaluation {
  readonly scores: Scores;
  /** `confusion[label][predicted]`: counts; null where there are too many classes to look at. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** The predicted class of every example, in the split's order. */
  readonly predicted: Int32Array;
}

/** Examples that are scored at once where nothing else decides. */
export const scoredAtOnce = 256;

/** Up to so many classes, a matrix of confusions can be read. */
const mostConfusable = 100;

/**
 * Scores every example of a split once, the last, smaller batch included.
 *
 * @param options.metrics what an experiment measures besides accuracy, loss and top-5 accuracy.
 */
export async function evaluate(
  score: Scorer,
  split: Split,
  options: {
    /** By default {@link scoredAtOnce}. */
    readonly batchSize?: number;
    readonly shape: readonly number[];
    readonly classes: number;
    readonly metrics?: Readonly<Record<string, MetricKind>> | undefined;
    /** Takes the probabilities of the classes, `examples × classes`, where they are wanted. */
    readonly probabilities?: Float32Array | undefined;
  },
): Promise<Evaluation> {
  const { batchSize = scoredAtOnce, shape, classes, metrics, probabilities } = options;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const predicted = new Int32Array(split.length);
  const counter = new ScoreCounter(classes, { own: metrics });
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  let done = 0;
  const batchesScored = scoringTogether(score, batches(split, { batchSize, exampleSize }));
  for await (const { labels, scores } of batchesScored) {
    counter.add(labels, scores);
    for (let i = 0; i < labels.length; i++) {
      const logits = scores.subarray(i * classes, (i + 1) * classes);
      const best = argMax(logits);
      if (probabilities) {
        softmax(logits, best, probabilities.subarray(done * classes, (done + 1) * classes));
      }
      confusion[labels[i]][best]++;
      predicted[done++] = best;
    }
  }
  return {
    scores: counter.scores(),
    confusion: classes <= mostConfusable ? confusion : null,
    predicted,
  };
}

/** Writes the probabilities of the classes; that of the largest logit stays the first of the largest. */
function softmax(logits: Float32Array, best: number, to: Float32Array): void {
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - logits[best]);
  for (let c = 0; c < logits.length; c++) to[c] = Math.exp(logits[c] - logits[best]) / sum;
  // Logits that differ in their last digits may give equal probabilities in single precision.
  if (argMax(to) !== best) to[best] *= 1 + 2 ** -22;
}
