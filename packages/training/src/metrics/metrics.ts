import { percent } from '@axiswise/messages';
import { argMax } from '../arg-max.ts';
import type { MetricKind, ScoredBatch } from './metric-kind.ts';

/** From so many classes on, the five most probable say something of their own. */
const manyClasses = 20;

/** The share of examples whose most probable class is their label. */
export const accuracy: MetricKind = {
  describe: 'accuracy',
  better: 'higher',
  add: meanOver((row, label) => (argMax(row) === label ? 1 : 0)),
  format: (share) => percent(share),
};

/** Mean cross-entropy in nats. */
export const crossEntropyLoss: MetricKind = {
  describe: 'loss',
  better: 'lower',
  add: meanOver(crossEntropy),
};

/** The share of examples whose label is among the five most probable classes. */
export const top5Accuracy: MetricKind = {
  describe: 'top five',
  better: 'higher',
  appliesTo: (classes) => classes >= manyClasses,
  add: meanOver((row, label) => (rankOf(row, label) < 5 ? 1 : 0)),
  format: (share) => percent(share),
};

/** Adds up a value of each example, and how many examples there are. */
function meanOver(valueOf: (row: Float32Array, label: number) => number): MetricKind['add'] {
  return (totals, { labels, scores, classes }: ScoredBatch) => {
    for (let i = 0; i < labels.length; i++) {
      totals[0] += valueOf(scores.subarray(i * classes, (i + 1) * classes), labels[i]);
    }
    totals[1] += labels.length;
  };
}

/** How many classes score higher. */
function rankOf(row: ArrayLike<number>, label: number): number {
  let rank = 0;
  for (let i = 0; i < row.length; i++) if (row[i] > row[label]) rank++;
  return rank;
}

/** −log softmax(row)[label], in double precision and without overflow. */
export function crossEntropy(row: ArrayLike<number>, label: number): number {
  const largest = row[argMax(row)];
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += Math.exp(row[i] - largest);
  return Math.log(sum) - (row[label] - largest);
}
