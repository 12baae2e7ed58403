import { unlabelled } from '@axiswise/data';
import { percent } from '@axiswise/messages';
import { argMaxOfRow } from '../arg-max.ts';
import { crossEntropy } from './metrics.ts';
import type { MetricKind, ScoredBatch } from './metric-kind.ts';

/**
 * The mean over examples of the share of their labelled positions whose most probable class is their label. Where
 * all examples have equally many labelled positions, that is the share of all of them (pixel accuracy).
 */
export const positionAccuracy: MetricKind = {
  describe: 'position accuracy',
  better: 'higher',
  add(totals, batch) {
    const positions = batch.targets.length / batch.examples;
    for (let example = 0; example < batch.examples; example++) {
      let [right, labelled] = [0, 0];
      eachLabelled(batch, [example * positions, (example + 1) * positions], (label, predicted) => {
        labelled++;
        if (predicted === label) right++;
      });
      if (labelled === 0) continue;
      totals[0] += right / labelled;
      totals[1]++;
    }
  },
  format: (share) => percent(share),
};

/** Mean cross-entropy in nats, over all labelled positions. */
export const positionCrossEntropyLoss: MetricKind = {
  describe: 'loss',
  better: 'lower',
  add(totals, batch) {
    const { scores, classes } = batch;
    eachLabelled(batch, [0, batch.targets.length], (label, _predicted, i) => {
      totals[0] += crossEntropy(scores.subarray(i * classes, (i + 1) * classes), label);
      totals[1]++;
    });
  },
};

/**
 * The mean over the classes of their F1, of the classes that are a label or a prediction of some position
 * (`f1_score` of scikit-learn with `average='macro'`).
 */
export const positionF1: MetricKind = {
  describe: 'macro F1',
  better: 'higher',
  ...ofClasses((right, labelled, predicted) => [2 * right, labelled + predicted]),
};

/**
 * The mean over the same classes of the intersection over union: positions with the label that are predicted
 * rightly, over those that have the label or the prediction (`MeanIoU` of Keras, `jaccard_score` of scikit-learn).
 */
export const meanIoU: MetricKind = {
  describe: 'mean IoU',
  better: 'higher',
  ...ofClasses((right, labelled, predicted) => [right, labelled + predicted - right]),
};

/** The mean of a ratio of each class; totals are of each class: rightly predicted, labelled, predicted. */
function ofClasses(
  ratio: (right: number, labelled: number, predicted: number) => readonly [number, number],
): Pick<MetricKind, 'size' | 'add' | 'value'> {
  return {
    size: (classes) => 3 * classes,
    add(totals, batch) {
      eachLabelled(batch, [0, batch.targets.length], (label, predicted) => {
        if (predicted === label) totals[3 * label]++;
        totals[3 * label + 1]++;
        totals[3 * predicted + 2]++;
      });
    },
    value(totals) {
      let [sum, occurring] = [0, 0];
      for (let at = 0; at < totals.length; at += 3) {
        const [above, below] = ratio(totals[at], totals[at + 1], totals[at + 2]);
        if (below === 0) continue;
        sum += above / below;
        occurring++;
      }
      return sum / occurring;
    },
  };
}

/** Gives each labelled position from one up to before another, with its most probable class. */
function eachLabelled(
  { targets, scores, classes }: ScoredBatch,
  [from, to]: readonly [number, number],
  take: (label: number, predicted: number, position: number) => void,
): void {
  for (let i = from; i < to; i++) {
    if (targets[i] === unlabelled) continue;
    take(targets[i], argMaxOfRow(scores, i, classes), i);
  }
}
