import { mean } from '@axiswise/statistics';
import type { ExampleScore, TestOutcome } from './task.ts';

/** Of each example the mean of the squared errors of its numbers. */
export const squaredErrors = ({ targets, predictions }: TestOutcome, { targets: form }: Form) =>
  meanOver(targets, widthOf(form), (target, i) => (predictions[i] - target) ** 2);

type Form = Parameters<ExampleScore['of']>[1];

/** The square root of the mean squared error; an example has half the influence on it over the root. */
export const rmseScore: ExampleScore = {
  describe: 'RMSE',
  better: 'lower',
  range: [0, Infinity],
  unit: 'target',
  of(test, form) {
    const squares = squaredErrors(test, form);
    const meanSquare = mean(squares);
    const root = Math.sqrt(meanSquare);
    return root === 0
      ? squares
      : squares.map((square) => root + (square - meanSquare) / (2 * root));
  },
};

export const maeScore: ExampleScore = {
  describe: 'MAE',
  better: 'lower',
  range: [0, Infinity],
  unit: 'target',
  of: ({ targets, predictions }, { targets: form }) =>
    meanOver(targets, widthOf(form), (target, i) => Math.abs(predictions[i] - target)),
};

/**
 * The coefficient of determination, the mean over the numbers of a target. It is one less a ratio of means, of
 * squared errors over squared distances from the mean target; an example has influence on both.
 */
export const r2Score: ExampleScore = {
  describe: 'R²',
  better: 'higher',
  range: [-Infinity, 1],
  of({ targets, predictions }, { targets: form }) {
    const width = widthOf(form);
    const examples = targets.length / width;
    const scores = new Float64Array(examples);
    for (let k = 0; k < width; k++) {
      const of = Float64Array.from({ length: examples }, (_, i) => targets[i * width + k]);
      const center = mean(of);
      const squares = of.map((target, i) => (predictions[i * width + k] - target) ** 2);
      const distances = of.map((target) => (target - center) ** 2);
      const [error, variance] = [mean(squares), mean(distances)];
      // Nothing varies: as scikit-learn, all is explained or nothing.
      const score = (i: number): number =>
        variance === 0
          ? Number(error === 0)
          : 1 - squares[i] / variance + (error * (distances[i] - variance)) / variance ** 2;
      for (let i = 0; i < examples; i++) scores[i] += score(i) / width;
    }
    return scores;
  },
};

const widthOf = (form: Form['targets']): number =>
  (form?.shape ?? []).reduce((product, length) => product * length, 1);

/** Of each example the mean over its numbers. */
function meanOver(
  targets: Float32Array,
  width: number,
  valueOf: (target: number, index: number) => number,
): Float64Array {
  const scores = new Float64Array(targets.length / width);
  targets.forEach((target, i) => {
    scores[Math.floor(i / width)] += valueOf(target, i) / width;
  });
  return scores;
}
