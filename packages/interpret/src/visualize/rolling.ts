import * as tf from '@axiswise/tensorflow';

/**
 * Rolls a batch along its axes; values that leave one end enter at the other.
 *
 * @param x `[batch, ...lengths, channels]`.
 * @param by the shift along each axis except batch and channels.
 */
export function roll(x: tf.Tensor, by: readonly number[]): tf.Tensor {
  return tf.tidy(() =>
    by.reduce((moved, offset, i) => {
      const axis = i + 1;
      const length = moved.shape[axis];
      const shift = ((offset % length) + length) % length;
      if (shift === 0) return moved;
      const [head, tail] = tf.split(moved, [length - shift, shift], axis);
      return tf.concat([tail, head], axis);
    }, x),
  );
}

/**
 * Blurs along axes with a Gaussian, as a matrix product per axis; the borders keep their
 * brightness.
 *
 * @param x `[batch, ...lengths, channels]`.
 * @param sigma in positions.
 */
export function blur(x: tf.Tensor, sigma: number): tf.Tensor {
  return tf.tidy(() => {
    let blurred = x;
    for (let axis = 1; axis < x.rank - 1; axis++) {
      const length = x.shape[axis];
      if (length < 2) continue;
      const weights = Float32Array.from({ length: length * length }, (_, i) =>
        Math.exp(-((Math.floor(i / length) - (i % length)) ** 2) / (2 * sigma ** 2)),
      );
      const matrix = tf.tensor2d(weights, [length, length]);
      const kernel = tf.div(matrix, tf.sum(matrix, 0, true));
      // Moves the axis to the end, multiplies, and moves it back.
      const order = [...x.shape.keys()].filter((i) => i !== axis);
      const moved = tf.transpose(blurred, [...order, axis]);
      const rows = tf.reshape(moved, [-1, length]);
      const product = tf.reshape(tf.matMul(rows, kernel as tf.Tensor2D), moved.shape);
      const back = x.shape.map((_, i) => [...order, axis].indexOf(i));
      blurred = tf.transpose(product, back);
    }
    return blurred;
  });
}
