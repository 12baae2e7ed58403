import * as tf from '@tensorflow/tfjs';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { type RowUpdate, type Update, updatingEach } from './update.ts';

/** Adadelta (Zeiler 2012, algorithm 1); a learning rate of 1 is the paper's. */
export function adadelta(config: Extract<OptimizerConfig, { kind: 'adadelta' }>): Optimizer {
  const { rho = 0.95, epsilon = 1e-6 } = config;
  const update = ({ variable, gradient, slot, learningRate }: Update): void => {
    const squares = slot('squares');
    const updates = slot('updates');
    squares.assign(tf.add(tf.mul(squares, rho), tf.mul(tf.square(gradient), 1 - rho)));
    const change = tf.mul(
      tf.div(tf.sqrt(tf.add(updates, epsilon)), tf.sqrt(tf.add(squares, epsilon))),
      gradient,
    );
    updates.assign(tf.add(tf.mul(updates, rho), tf.mul(tf.square(change), 1 - rho)));
    variable.assign(tf.sub(variable, tf.mul(change, learningRate)));
  };
  const updateRow = ({ row, gradient, slot, learningRate, missed }: RowUpdate): void => {
    const squares = slot('squares');
    const updates = slot('updates');
    // What so many steps with a gradient of zero would have done: the weights stay, the means fade.
    const fade = rho ** missed;
    for (let i = 0; i < row.length; i++) {
      squares[i] = rho * fade * squares[i] + (1 - rho) * gradient[i] ** 2;
      updates[i] *= fade;
      const change = Math.sqrt((updates[i] + epsilon) / (squares[i] + epsilon)) * gradient[i];
      updates[i] = rho * updates[i] + (1 - rho) * change ** 2;
      row[i] -= learningRate * change;
    }
  };
  return updatingEach(update, updateRow);
}
