import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { isKernel, type RowUpdate, type Update, updatingEach } from './update.ts';

/** Stochastic gradient descent with momentum: `v = μ·v + g`, `w = w − α·v` (as PyTorch writes it). */
export function sgd(config: Extract<OptimizerConfig, { kind: 'sgd' }>): Optimizer {
  const { momentum = 0, weightDecay = 0 } = config;
  const update = ({ variable, gradient, slot, learningRate }: Update): void => {
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
  };
  const updateRow = ({ row, gradient, slot, learningRate }: RowUpdate): void => {
    const velocity = momentum > 0 ? slot('velocity') : undefined;
    for (let i = 0; i < row.length; i++) {
      let direction = gradient[i] + weightDecay * row[i];
      if (velocity) direction = velocity[i] = momentum * velocity[i] + direction;
      row[i] -= learningRate * direction;
    }
  };
  return updatingEach(update, updateRow);
}
