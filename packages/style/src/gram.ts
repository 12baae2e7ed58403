import * as tf from '@axiswise/tensorflow';

/**
 * Computes the Gram matrix of feature maps: how strongly each pair of maps is active at the same
 * positions.
 *
 * It sums over positions, so positions are ignored and only co-occurrence remains: the style of
 * Gatys, Ecker and Bethge (2016), equation 3. Deviation: it is divided by the number of positions,
 * so that pictures of different sizes can be compared.
 *
 * @param features `[1, height, width, channels]`.
 * @returns `[channels, channels]`, symmetric; the caller disposes of it.
 *
 * @example
 * // Two maps over two positions: (1, 2) at the first, (3, 4) at the second.
 * const features = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
 * gramMatrix(features).arraySync(); // [[5, 7], [7, 10]]
 */
export function gramMatrix(features: tf.Tensor4D): tf.Tensor2D {
  const [, height, width] = features.shape;
  return tf.tidy(() => tf.div(gramSum(features), height * width));
}

/**
 * The same without the division, so that sums over parts of a picture add up to that of the whole.
 */
export function gramSum(features: tf.Tensor4D): tf.Tensor2D {
  const [, height, width, channels] = features.shape;
  // Engines refuse to multiply empty tensors.
  if (height * width === 0) return tf.zeros([channels, channels]);
  return tf.tidy(() => {
    const rows = tf.reshape(features, [height * width, channels]) as tf.Tensor2D;
    return tf.matMul(rows, rows, true, false);
  });
}
