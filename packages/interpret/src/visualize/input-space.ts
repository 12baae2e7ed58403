import type { Random } from '@axiswise/random';
import * as tf from '@tensorflow/tfjs';

/** Which inputs there are: what ascent may choose from. */
export interface InputSpace {
  /** How far apart the values of inputs lie; steps and noise are measured in it. */
  readonly scale: number;
  /** The value of what is empty; L1 and L2 norms measure the distance from it. */
  readonly blank: number;
  /** A value drawn from all there are. */
  draw(random: Random): number;
  /** The nearest input there is. */
  project(x: tf.Tensor): tf.Tensor;
}

/** Every value for itself lies between two numbers: pictures, spectrograms, boards. */
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
 * The vectors `[batch, positions, width, tables]` of words are no longer than the vectors of words are:
 * without a limit the direction alone would matter, and the length grow for ever.
 *
 * @param longest the greatest length of the vector at a position.
 * @param coordinates numbers of such a vector.
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
