import type { ClassCounts } from '@axiswise/statistics';
import type { ExampleScore, TestOutcome } from './task.ts';

/** Of each example the share of its labels that are predicted rightly, those that are absent too. */
export function rightShares({ targets, predictions }: TestOutcome, labels: number): Float64Array {
  const shares = new Float64Array(targets.length / labels);
  targets.forEach((target, i) => {
    shares[Math.floor(i / labels)] += Number(predictions[i] > 0.5 === target > 0.5) / labels;
  });
  return shares;
}

/** How often each label is there, is predicted, and is both. */
export function countLabels({ targets, predictions }: TestOutcome, labels: number): ClassCounts {
  const [labelled, predicted, right] = [0, 0, 0].map(() => new Float64Array(labels));
  for (let i = 0; i < targets.length; i++) {
    const [isThere, isPredicted] = [targets[i] > 0.5, predictions[i] > 0.5];
    labelled[i % labels] += Number(isThere);
    predicted[i % labels] += Number(isPredicted);
    right[i % labels] += Number(isThere && isPredicted);
  }
  return { labelled, predicted, right };
}

/** 1 where all labels of an example are predicted rightly, else 0. */
export const exactMatchScore: ExampleScore = {
  describe: 'exact match',
  better: 'higher',
  isRightOrWrong: true,
  range: [0, 1],
  of({ targets, predictions }, { targets: form }) {
    const labels = form!.names.length;
    const right = new Float64Array(targets.length / labels).fill(1);
    targets.forEach((target, i) => {
      if (predictions[i] > 0.5 !== target > 0.5) right[Math.floor(i / labels)] = 0;
    });
    return right;
  },
};

/**
 * The mean F1 of the labels, 0 for one that is neither there nor predicted. An example has influence on how often
 * a label is rightly predicted, and on how often it is there or predicted.
 */
export const labelF1Score: ExampleScore = {
  describe: 'macro F1',
  better: 'higher',
  range: [0, 1],
  of({ targets, predictions }, { targets: form }) {
    const labels = form!.names.length;
    const examples = targets.length / labels;
    const scores = new Float64Array(examples);
    for (let k = 0; k < labels; k++) {
      /** 2 where the label is rightly predicted, and how often it is there or predicted. */
      const [right, both] = [new Float64Array(examples), new Float64Array(examples)];
      for (let i = 0; i < examples; i++) {
        const isThere = targets[i * labels + k] > 0.5;
        const isPredicted = predictions[i * labels + k] > 0.5;
        right[i] = isThere && isPredicted ? 2 : 0;
        both[i] = Number(isThere) + Number(isPredicted);
      }
      const below = sumOf(both);
      if (below === 0) continue;
      const f1 = sumOf(right) / below;
      for (let i = 0; i < examples; i++) {
        scores[i] += (f1 + (examples * (right[i] - f1 * both[i])) / below) / labels;
      }
    }
    return scores;
  },
};

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
