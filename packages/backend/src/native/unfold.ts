import * as tf from '@axiswise/tensorflow';
import {
  foldedShape,
  inputPositions,
  picksOf,
  unfoldedShape,
  type Unfolding,
} from '@axiswise/kernels/attributes';

/**
 * Adds `Unfold` and `Fold` to native TensorFlow, of its own operations: for where our kernels are not
 * compiled, which replace them. Safe to call repeatedly.
 */
export function registerNativeUnfold(): void {
  if (tf.getKernel('Unfold', 'tensorflow')) return;
  const register = (
    kernelName: string,
    compute: (x: tf.Tensor, unfolding: Unfolding) => tf.Tensor,
  ): void =>
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs }) =>
        tf.tidy(() => compute(inputs['x'] as tf.Tensor, attrs as unknown as Unfolding)),
    });
  register('Unfold', (x, unfolding) => {
    const [batch] = x.shape;
    const size = x.shape[x.shape.length - 1];
    const positions = inputPositions(unfolding);
    // Behind the last position, zeros for what lies outside.
    const rows = tf.pad(tf.reshape(x, [batch, positions, size]), [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
    const picks = picksOf(unfolding).map((pick) => (pick < 0 ? positions : pick));
    const picked = tf.gather(rows, tf.tensor1d(picks, 'int32'), 1);
    return tf.reshape(picked, unfoldedShape(unfolding, batch, size));
  });
  register('Fold', (x, unfolding) => {
    const shape = foldedShape(unfolding, x.shape);
    const [batch] = shape;
    const size = shape[shape.length - 1];
    const picks = picksOf(unfolding);
    const rows = tf.transpose(tf.reshape(x, [batch, picks.length, size]), [1, 0, 2]);
    // TensorFlow leaves out what has a negative index.
    const sums = tf.unsortedSegmentSum(
      rows,
      tf.tensor1d(picks, 'int32'),
      inputPositions(unfolding),
    );
    return tf.reshape(tf.transpose(sums, [1, 0, 2]), shape);
  });
}
