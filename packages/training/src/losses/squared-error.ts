import type { LossKind } from './loss-kind.ts';

/** Mean squared error: the mean over examples and numbers (`MSELoss` of PyTorch). */
export const meanSquaredError: LossKind = {
  describe: 'mean squared error',
  task: 'regression',
  settings: {},
  loss: ({ tf, outputs, targets }) => tf.mean(tf.square(tf.sub(outputs, targets))),
};

interface HuberSettings extends Readonly<Record<string, number>> {
  readonly delta: number;
}

/**
 * Half of the squared error up to `delta`, and beyond it linear, so that outliers pull less (Huber 1964;
 * `HuberLoss` of PyTorch). Targets are standardised, so `delta` is in standard deviations of the training
 * targets.
 */
export const huber: LossKind<HuberSettings> = {
  describe: 'squared error that is linear for outliers',
  task: 'regression',
  settings: { delta: { default: 1, above: 0 } },
  loss({ tf, outputs, targets, settings: { delta } }) {
    const error = tf.abs(tf.sub(outputs, targets));
    const small = tf.minimum(error, delta);
    return tf.mean(tf.add(tf.mul(tf.square(small), 0.5), tf.mul(tf.sub(error, small), delta)));
  },
};
