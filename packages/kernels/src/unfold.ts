import * as tf from '@tensorflow/tfjs-core';
import { type Unfolding } from './unfolding.ts';

export { changesNothing, type UnfoldedAxis, type Unfolding } from './unfolding.ts';

/**
 * Lays out the windows over several axes side by side (`Unfold` in PyTorch, im2col elsewhere): with it a
 * convolution over any number of axes is one over two, or a product of matrices.
 *
 * The engine must have been started by `useBackend`, which registers the kernel and its gradient.
 *
 * @param x `[batch, ...lengths, channels]`, float32.
 * @param unfolding the same object in each call, because what follows from it is kept with it.
 * @returns `[batch, ...windows along each axis in the given order, cells of a window × channels]`.
 */
export const unfold = (x: tf.Tensor, unfolding: Unfolding): tf.Tensor =>
  tf.engine().runKernel('Unfold', { x }, unfolding as unknown as tf.NamedAttrMap);
