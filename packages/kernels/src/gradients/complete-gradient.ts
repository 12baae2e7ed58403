import * as tf from '@tensorflow/tfjs-core';

const ours = new WeakSet<tf.GradConfig>();

/**
 * Puts a gradient in place of that of TensorFlow.js, on which it may rest. Does nothing where it is there already.
 *
 * Another copy of TensorFlow.js that is loaded afterwards, as tfjs-node brings one, registers its own again: then this is
 * to be called again.
 */
export function completeGradient(
  kernelName: string,
  complete: (plain: tf.GradConfig) => tf.GradConfig,
): void {
  const plain = tf.getGradient(kernelName);
  if (ours.has(plain)) return;
  const completed = complete(plain);
  ours.add(completed);
  tf.unregisterGradient(kernelName);
  tf.registerGradient(completed);
}
