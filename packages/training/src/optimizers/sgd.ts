import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { isKernel, Slots } from './slots.ts';

/** Stochastic gradient descent with momentum: `v = μ·v + g`, `w = w − α·v` (as PyTorch writes it). */
export function sgd(config: Extract<OptimizerConfig, { kind: 'sgd' }>): Optimizer {
  const { momentum = 0, weightDecay = 0 } = config;
  const slots = new Slots();
  return {
    slots: slots.variables,
    apply(parameters, gradients, learningRate) {
      parameters.forEach((parameter, i) => {
        const { variable } = parameter;
        tf.tidy(() => {
          let gradient = gradients[i];
          if (weightDecay > 0 && isKernel(variable)) {
            gradient = tf.add(gradient, tf.mul(variable, weightDecay));
          }
          if (momentum > 0) {
            const velocity = slots.of(parameter, 'velocity');
            velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
            gradient = velocity;
          }
          variable.assign(tf.sub(variable, tf.mul(gradient, learningRate)));
        });
      });
    },
    restore: (saved) => slots.restore(saved),
    dispose: () => slots.dispose(),
  };
}
