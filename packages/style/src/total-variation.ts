import * as tf from '@axiswise/tensorflow';

/**
 * Computes the mean square of the differences between neighbouring pixels, down and across: high
 * for a noisy picture.
 *
 * @param picture `[1, height, width, channels]`.
 *
 * @example
 * // One step of 1 between two pixels, over two values.
 * totalVariation(tf.tensor4d([0, 1], [1, 1, 2, 1])).arraySync(); // 0.5
 */
export function totalVariation(picture: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const [, height, width, channels] = picture.shape;
    const changes: tf.Tensor[] = [];
    if (height > 1) {
      const size: [number, number, number, number] = [1, height - 1, width, channels];
      const above = tf.slice(picture, [0, 0, 0, 0], size);
      changes.push(tf.sum(tf.square(tf.sub(tf.slice(picture, [0, 1, 0, 0], size), above))));
    }
    if (width > 1) {
      const size: [number, number, number, number] = [1, height, width - 1, channels];
      const left = tf.slice(picture, [0, 0, 0, 0], size);
      changes.push(tf.sum(tf.square(tf.sub(tf.slice(picture, [0, 0, 1, 0], size), left))));
    }
    const sum = changes.reduce((total, change) => tf.add(total, change), tf.scalar(0));
    return tf.div(sum, picture.size) as tf.Scalar;
  });
}
