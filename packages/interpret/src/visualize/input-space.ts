import type { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';

/** The set of inputs from which ascent may choose. */
export interface InputSpace {
  /** The range of the values; steps and noise are measured in it. */
  readonly scale: number;
  /** The blank value; L1 and L2 norms measure the distance from it. */
  readonly blank: number;
  /** Draws a random value of the space. */
  draw(random: Random): number;
  /** Projects onto the nearest input of the space. */
  project(x: tf.Tensor): tf.Tensor;
}

/** Every value lies between two numbers: pictures, spectrograms, boards. */
export function boxSpace(values: {
  readonly from: number;
  readonly to: number;
  readonly blank: number;
}): InputSpace {
  const { from, to, blank } = values;
  return {
    scale: to - from,
    blank,
    draw: (random) => random.uniform(from, to),
    project: (x) => tf.clipByValue(x, from, to),
  };
}

/**
 * The vectors `[batch, positions, width, tables]` of words, with bounded length: without a bound
 * only the direction would matter, and the length would grow without limit.
 *
 * @param longest the largest length of the vector at a position.
 * @param coordinates the number of coordinates of such a vector.
 */
export function ballSpace(longest: number, coordinates: number): InputSpace {
  // Of a vector of that length.
  const coordinate = longest / Math.sqrt(coordinates);
  return {
    scale: 2 * coordinate,
    blank: 0,
    draw: (random) => random.normal(0, coordinate),
    project: (x) =>
      tf.tidy(() => {
        const lengths = tf.sqrt(tf.sum(tf.square(x), [2, 3], true));
        return tf.mul(x, tf.minimum(1, tf.div(longest, tf.maximum(lengths, 1e-12))));
      }),
  };
}
