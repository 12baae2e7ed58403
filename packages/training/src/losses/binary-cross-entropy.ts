import type { LossKind } from './loss-kind.ts';

/**
 * Mean binary cross-entropy of the sigmoids of the logits, over examples and labels
 * (`BCEWithLogitsLoss` of PyTorch).
 */
export const binaryCrossEntropy: LossKind = {
  describe: 'binary cross-entropy of labels',
  task: 'multi-label',
  settings: {},
  loss: ({ tf, outputs, targets }) =>
    // max(x, 0) − x·y + log(1 + e^−|x|), which does not overflow.
    tf.mean(
      tf.add(
        tf.sub(tf.relu(outputs), tf.mul(outputs, targets)),
        tf.log1p(tf.exp(tf.neg(tf.abs(outputs)))),
      ),
    ),
};
