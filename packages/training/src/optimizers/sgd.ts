import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { isKernel, updatingEach } from './update.ts';

/** Stochastic gradient descent with momentum: `v = μ·v + g`, `w = w − α·v` (as PyTorch writes it). */
export function sgd(config: Extract<OptimizerConfig, { kind: 'sgd' }>): Optimizer {
  const { momentum = 0, weightDecay = 0 } = config;
  return updatingEach(({ variable, gradient, slot, learningRate }) => {
    let direction = gradient;
    if (weightDecay > 0 && isKernel(variable)) {
      direction = tf.add(direction, tf.mul(variable, weightDecay));
    }
    if (momentum > 0) {
      const velocity = slot('velocity');
      velocity.assign(tf.add(tf.mul(velocity, momentum), direction));
      direction = velocity;
    }
    variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
  });
}
