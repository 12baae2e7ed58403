import * as tf from '@axiswise/tensorflow';

/** Padding and the unknown word are not candidates. */
const reserved = 2;

/**
 * Finds the words whose vectors point most nearly in the direction of a synthetic sentence's
 * vectors, position by position (cosine similarity).
 *
 * @param visible `[positions, width, tables]`.
 * @param vectors the vectors of all tokens, `[tokens, width × tables]`.
 * @param count the number of words per position.
 * @returns the nearest word of each position, the second nearest of each, and so on.
 */
export function nearestTokens(
  visible: Float32Array,
  vectors: tf.Tensor2D,
  count: number,
): Float32Array[] {
  return tf.tidy(() => {
    const width = vectors.shape[1];
    const known = tf.slice(vectors, [reserved, 0]);
    const unit = (x: tf.Tensor): tf.Tensor2D =>
      tf.div(x, tf.maximum(tf.norm(x, 2, 1, true), 1e-12)) as tf.Tensor2D;
    const similar = tf.matMul(
      unit(tf.tensor2d(visible, [visible.length / width, width])),
      unit(known),
      false,
      true,
    );
    const { indices } = tf.topk(similar, Math.min(count, known.shape[0]));
    const ranks = tf.transpose(indices).arraySync() as number[][];
    return ranks.map((row) => Float32Array.from(row, (index) => index + reserved));
  });
}
