import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { Slots } from './slots.ts';

/** Adadelta (Zeiler 2012, algorithm 1); a learning rate of 1 is the paper's. */
export function adadelta(config: Extract<OptimizerConfig, { kind: 'adadelta' }>): Optimizer {
  const { rho = 0.95, epsilon = 1e-6 } = config;
  const slots = new Slots();
  return {
    slots: slots.variables,
    apply(parameters, gradients, learningRate) {
      parameters.forEach((parameter, i) => {
        const { variable } = parameter;
        tf.tidy(() => {
          const gradient = gradients[i];
          const squares = slots.of(parameter, 'squares');
          const updates = slots.of(parameter, 'updates');
          squares.assign(tf.add(tf.mul(squares, rho), tf.mul(tf.square(gradient), 1 - rho)));
          const update = tf.mul(
            tf.div(tf.sqrt(tf.add(updates, epsilon)), tf.sqrt(tf.add(squares, epsilon))),
            gradient,
          );
          updates.assign(tf.add(tf.mul(updates, rho), tf.mul(tf.square(update), 1 - rho)));
          variable.assign(tf.sub(variable, tf.mul(update, learningRate)));
        });
      });
    },
    restore: (saved) => slots.restore(saved),
    dispose: () => slots.dispose(),
  };
}
