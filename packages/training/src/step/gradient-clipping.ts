import { readScalar } from '@axiswise/backend/read-tensor';
import * as tf from '@axiswise/tensorflow';

/** The common L2 norm of all gradients; not finite as soon as one number of them is not. */
export async function globalNorm(gradients: readonly tf.Tensor[]): Promise<number> {
  const squares = tf.tidy(() => tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  try {
    return Math.sqrt(await readScalar(squares));
  } finally {
    squares.dispose();
  }
}

/**
 * Scales all gradients by one factor so that their common norm is at most `maxNorm`
 * (Pascanu et al. 2013).
 *
 * @param norm their present {@link globalNorm}.
 * @returns new tensors, or the gradients themselves where they need no scaling.
 */
export function clipByGlobalNorm(
  gradients: readonly tf.Tensor[],
  norm: number,
  maxNorm: number,
): readonly tf.Tensor[] {
  if (norm <= maxNorm) return gradients;
  return gradients.map((gradient) => tf.mul(gradient, maxNorm / norm));
}
