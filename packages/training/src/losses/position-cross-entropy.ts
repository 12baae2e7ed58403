import type { LossKind } from './loss-kind.ts';

interface PositionCrossEntropySettings extends Readonly<Record<string, number>> {
  readonly labelSmoothing: number;
}

/** What the labels of a batch weigh at least: without any label the loss is 0, not 0 / 0. */
const leastWeight = 1e-7;

/**
 * Mean cross-entropy of the labels of positions, over the labelled ones: those without a label have no part in it
 * (`CrossEntropyLoss` of PyTorch with its `ignore_index` −100). Label smoothing and class weights are as in
 * `crossEntropy`.
 */
export const positionCrossEntropy: LossKind<PositionCrossEntropySettings> = {
  describe: 'cross-entropy of the classes of positions',
  task: 'position-classification',
  settings: { labelSmoothing: { default: 0, from: 0, below: 1 } },
  loss({ tf, outputs, targets, settings: { labelSmoothing }, classWeights }) {
    const classes = outputs.shape[outputs.rank - 1]!;
    const logits = tf.reshape(outputs, [-1, classes]);
    // A label that is no class, as that of an unlabelled position, gives a row of zeros.
    const oneHot = tf.cast(
      tf.oneHot(targets as ReturnType<typeof tf.tensor1d>, classes),
      'float32',
    );
    const labels =
      labelSmoothing === 0
        ? oneHot
        : tf.add(
            tf.mul(oneHot, 1 - labelSmoothing),
            tf.mul(tf.sum(oneHot, 1, true), labelSmoothing / classes),
          );
    const weighted = (of: typeof labels) =>
      classWeights ? tf.mul(of, tf.tensor1d([...classWeights])) : of;
    return tf.div(
      tf.neg(tf.sum(tf.mul(weighted(labels), tf.logSoftmax(logits)))),
      tf.maximum(tf.sum(weighted(oneHot)), leastWeight),
    );
  },
};
