import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { updatingEach } from './update.ts';

/** Adadelta (Zeiler 2012, algorithm 1); a learning rate of 1 is the paper's. */
export function adadelta(config: Extract<OptimizerConfig, { kind: 'adadelta' }>): Optimizer {
  const { rho = 0.95, epsilon = 1e-6 } = config;
  return updatingEach(({ variable, gradient, slot, learningRate }) => {
    const squares = slot('squares');
    const updates = slot('updates');
    squares.assign(tf.add(tf.mul(squares, rho), tf.mul(tf.square(gradient), 1 - rho)));
    const change = tf.mul(
      tf.div(tf.sqrt(tf.add(updates, epsilon)), tf.sqrt(tf.add(squares, epsilon))),
      gradient,
    );
    updates.assign(tf.add(tf.mul(updates, rho), tf.mul(tf.square(change), 1 - rho)));
    variable.assign(tf.sub(variable, tf.mul(change, learningRate)));
  });
}
