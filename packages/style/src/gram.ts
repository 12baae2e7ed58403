import * as tf from '@tensorflow/tfjs';

/**
 * The Gram matrix of feature maps: how strongly each pair of maps answers at the same places.
 *
 * Positions are summed over, so where something lies is forgotten and only what goes together is
 * kept: the style of Gatys, Ecker and Bethge (2016), equation 3. Deviation: divided by the number of
 * positions, so that pictures of different sizes can be compared.
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

/** The same without the division: sums over parts of a picture add up to that of the whole. */
export function gramSum(features: tf.Tensor4D): tf.Tensor2D {
  const [, height, width, channels] = features.shape;
  // Engines refuse to multiply what is empty.
  if (height * width === 0) return tf.zeros([channels, channels]);
  return tf.tidy(() => {
    const rows = tf.reshape(features, [height * width, channels]) as tf.Tensor2D;
    return tf.matMul(rows, rows, true, false);
  });
}
