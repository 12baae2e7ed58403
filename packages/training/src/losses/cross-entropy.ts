import type { LossKind } from './loss-kind.ts';

interface CrossEntropySettings extends Readonly<Record<string, number>> {
  readonly labelSmoothing: number;
}

/**
 * Mean cross-entropy of the label and the softmax of the logits.
 *
 * With label smoothing (Szegedy et al. 2016) the label gives away that part of its probability to all
 * classes alike. With class weights every class's logarithm counts by its weight, and the sum is divided by
 * the weights of the labels. Both are as in PyTorch's `CrossEntropyLoss`.
 */
export const crossEntropy: LossKind<CrossEntropySettings> = {
  describe: 'cross-entropy of classes',
  task: 'classification',
  settings: { labelSmoothing: { default: 0, from: 0, below: 1 } },
  loss({ tf, outputs, targets, settings: { labelSmoothing }, classWeights }) {
    const classes = outputs.shape[1]!;
    const labels = tf.oneHot(targets as ReturnType<typeof tf.tensor1d>, classes);
    if (labelSmoothing === 0 && !classWeights)
      return tf.losses.softmaxCrossEntropy(labels, outputs);
    const oneHot = tf.cast(labels, 'float32');
    const smooth = tf.add(tf.mul(oneHot, 1 - labelSmoothing), labelSmoothing / classes);
    const weights = tf.tensor1d([...(classWeights ?? new Array<number>(classes).fill(1))]);
    const sum = tf.sum(tf.mul(tf.mul(smooth, weights), tf.neg(tf.logSoftmax(outputs))));
    return tf.div(sum, tf.sum(tf.mul(oneHot, weights)));
  },
};
