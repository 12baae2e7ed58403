import * as tf from '@tensorflow/tfjs';

/** The common L2 norm of all gradients; not finite as soon as one number of them is not. */
export function globalNorm(gradients: readonly tf.Tensor[]): number {
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    return Math.sqrt(tf.addN(squares).dataSync()[0]);
  });
}

/**
 * Scales all gradients by one factor so that their common norm is at most `maxNorm`
 * (Pascanu et al. 2013).
 *
 * @param norm their present {@link globalNorm}.
 */
export function clipByGlobalNorm(
  gradients: readonly tf.Tensor[],
  norm: number,
  maxNorm: number,
): readonly tf.Tensor[] {
  if (norm <= maxNorm) return gradients;
  return gradients.map((gradient) => tf.mul(gradient, maxNorm / norm));
}
