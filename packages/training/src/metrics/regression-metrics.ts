import type { MetricKind, ScoredBatch } from './metric-kind.ts';

/** Mean squared error, the mean over the numbers of a target, in the square of its unit. */
export const squaredErrorLoss: MetricKind = {
  describe: 'loss',
  better: 'lower',
  unit: 'squared',
  add: meanOver((error) => error ** 2),
};

/** The square root of the mean squared error. */
export const rmse: MetricKind = {
  describe: 'RMSE',
  better: 'lower',
  unit: 'target',
  add: squaredErrorLoss.add,
  value: ([sum, count]) => Math.sqrt(sum / count),
};

/** Mean absolute error. */
export const mae: MetricKind = {
  describe: 'MAE',
  better: 'lower',
  unit: 'target',
  add: meanOver(Math.abs),
};

/**
 * The coefficient of determination: the share of the variance of the targets that is predicted, the mean over
 * the numbers of a target, as `r2_score` of scikit-learn. Predictions as good as the mean have 0.
 *
 * Its totals are the number of examples, and of each number of a target: its first value, the sum of the
 * differences from it and of their squares (from the value itself, rounding would eat a small variance far
 * from zero), and the sum of squared errors.
 */
export const r2: MetricKind = {
  describe: 'R²',
  better: 'higher',
  size: (_classes, targetSize) => 1 + 4 * targetSize,
  add(totals, { targets, predictions, examples }) {
    const width = targets.length / examples;
    if (totals[0] === 0) for (let k = 0; k < width; k++) totals[1 + 4 * k] = targets[k];
    totals[0] += examples;
    targets.forEach((target, i) => {
      const at = 1 + 4 * (i % width);
      const difference = target - totals[at];
      totals[at + 1] += difference;
      totals[at + 2] += difference ** 2;
      totals[at + 3] += (predictions[i] - target) ** 2;
    });
  },
  value([examples, ...of]) {
    let sum = 0;
    for (let at = 0; at < of.length; at += 4) {
      const spread = of[at + 2] - of[at + 1] ** 2 / examples;
      // Nothing varies: as scikit-learn, all is explained or nothing.
      sum += spread > 0 ? 1 - of[at + 3] / spread : of[at + 3] === 0 ? 1 : 0;
    }
    return sum / (of.length / 4);
  },
};

/** Adds up the mean over the numbers of each example, and how many examples there are. */
function meanOver(valueOf: (error: number) => number): MetricKind['add'] {
  return (totals, { targets, predictions, examples }: ScoredBatch) => {
    const width = targets.length / examples;
    for (let i = 0; i < targets.length; i++) {
      totals[0] += valueOf(predictions[i] - targets[i]) / width;
    }
    totals[1] += examples;
  };
}
