import { percent } from '@axiswise/messages';
import type { MetricKind, ScoredBatch } from './metric-kind.ts';

/** The share of the labels of all examples that are predicted rightly, those that are absent too. */
export const labelAccuracy: MetricKind = {
  describe: 'label accuracy',
  better: 'higher',
  add: meanOverLabels((probability, target) => Number(probability > 0.5 === target > 0.5)),
  format: (share) => percent(share),
};

/** The share of examples all of whose labels are predicted rightly (`accuracy_score` of scikit-learn). */
export const exactMatch: MetricKind = {
  describe: 'exact match',
  better: 'higher',
  add(totals, { targets, predictions, examples }) {
    const labels = targets.length / examples;
    for (let i = 0; i < examples; i++) {
      let right = 1;
      for (let k = i * labels; k < (i + 1) * labels; k++) {
        if (predictions[k] > 0.5 !== targets[k] > 0.5) right = 0;
      }
      totals[0] += right;
    }
    totals[1] += examples;
  },
  format: (share) => percent(share),
};

/** Mean binary cross-entropy in nats, over examples and labels, from logits. */
export const binaryCrossEntropyLoss: MetricKind = {
  describe: 'loss',
  better: 'lower',
  add(totals, { targets, scores, examples }) {
    const labels = targets.length / examples;
    for (let i = 0; i < targets.length; i++) {
      const x = scores[i];
      totals[0] += (Math.max(x, 0) - x * targets[i] + Math.log1p(Math.exp(-Math.abs(x)))) / labels;
    }
    totals[1] += examples;
  },
};

/**
 * The mean over the labels of their F1, 0 for one that is neither there nor predicted (`f1_score` of
 * scikit-learn with `average='macro'`). Its totals are of each label: rightly predicted, there, predicted.
 */
export const labelF1: MetricKind = {
  describe: 'macro F1',
  better: 'higher',
  size: (_classes, targetSize) => 3 * targetSize,
  add(totals, { targets, predictions, examples }) {
    const labels = targets.length / examples;
    for (let i = 0; i < targets.length; i++) {
      const at = 3 * (i % labels);
      const [isThere, isPredicted] = [targets[i] > 0.5, predictions[i] > 0.5];
      if (isThere && isPredicted) totals[at]++;
      if (isThere) totals[at + 1]++;
      if (isPredicted) totals[at + 2]++;
    }
  },
  value(totals) {
    let sum = 0;
    for (let at = 0; at < totals.length; at += 3) {
      const both = totals[at + 1] + totals[at + 2];
      sum += both === 0 ? 0 : (2 * totals[at]) / both;
    }
    return sum / (totals.length / 3);
  },
};

/** Adds up the mean over the labels of each example, and how many examples there are. */
function meanOverLabels(
  valueOf: (probability: number, target: number) => number,
): MetricKind['add'] {
  return (totals, { targets, predictions, examples }: ScoredBatch) => {
    const labels = targets.length / examples;
    for (let i = 0; i < targets.length; i++) {
      totals[0] += valueOf(predictions[i], targets[i]) / labels;
    }
    totals[1] += examples;
  };
}
