/** The loss of one step of a range test. */
export interface LearningRatePoint {
  readonly learningRate: number;
  /** Of the batch, before the step. */
  readonly loss: number;
}

/** What a range test says. */
export interface LearningRateCurve {
  /** The rates ascend by one factor; `smoothed` is the mean of the losses around. */
  readonly points: readonly (LearningRatePoint & { readonly smoothed: number })[];
  /** Where the smoothed loss is lowest. */
  readonly lowest: number;
  /** Where it falls fastest, by the logarithm of the rate; null where it does not fall. */
  readonly suggestion: number | null;
}

/** So many steps to each side of one count in its smoothed loss, where a test has a hundred steps. */
const halfWindow = 0.05;

/** A fall of the loss by a smaller part of it is noise. */
const leastFall = 0.02;

/**
 * Reads a range test of the learning rate (Smith 2017, "Cyclical learning rates for training neural networks").
 *
 * The loss is smoothed by a mean over a twentieth of the steps to each side, so that nothing is shifted to
 * higher rates, as a running mean would. The suggestion is where it falls fastest by the logarithm of the rate, as
 * fastai and PyTorch Lightning suggest it.
 *
 * @param points at least one, the rates ascending.
 */
export function learningRateCurve(points: readonly LearningRatePoint[]): LearningRateCurve {
  const reach = Math.max(1, Math.round(halfWindow * points.length));
  const smoothed = points.map((point, i) => {
    // As many to each side: at the ends a lopsided mean would bend the curve.
    const side = Math.min(reach, i, points.length - 1 - i);
    const around = points.slice(i - side, i + side + 1);
    return { ...point, smoothed: around.reduce((sum, { loss }) => sum + loss, 0) / around.length };
  });
  const lowest = smoothed.reduce((best, each) => (each.smoothed < best.smoothed ? each : best));
  const end = smoothed.indexOf(lowest);
  let steepest: { readonly at: number; readonly slope: number } | undefined;
  for (let i = reach; i < end; i++) {
    const [before, after] = [smoothed[Math.max(i - reach, 0)], smoothed[Math.min(i + reach, end)]];
    const slope =
      (after.smoothed - before.smoothed) / Math.log(after.learningRate / before.learningRate);
    if (slope < (steepest?.slope ?? 0)) steepest = { at: i, slope };
  }
  const falls = smoothed[0].smoothed - lowest.smoothed > leastFall * Math.abs(smoothed[0].smoothed);
  return {
    points: smoothed,
    lowest: lowest.learningRate,
    suggestion: steepest && falls ? smoothed[steepest.at].learningRate : null,
  };
}
