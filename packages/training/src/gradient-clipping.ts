import * as tf from '@tensorflow/tfjs';

/**
 * Scales all gradients by one factor so that their common L2 norm is at most `maxNorm`
 * (Pascanu et al. 2013).
 */
export function clipByGlobalNorm(gradients: readonly tf.Tensor[], maxNorm: number): tf.Tensor[] {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(1, tf.div(maxNorm, tf.add(norm, 1e-12)));
    return gradients.map((gradient) => tf.mul(gradient, factor));
  });
}
