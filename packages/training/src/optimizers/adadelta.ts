import type { OptimizerKind } from './optimizer-kind.ts';

interface AdadeltaSettings extends Readonly<Record<string, number>> {
  readonly rho: number;
  readonly epsilon: number;
}

/** Adadelta (Zeiler 2012, algorithm 1); a learning rate of 1 is the paper's. */
export const adadelta: OptimizerKind<AdadeltaSettings> = {
  describe: 'Adadelta',
  learningRate: 1,
  settings: {
    rho: { default: 0.95, from: 0, below: 1 },
    epsilon: { default: 1e-6, above: 0 },
  },
  update({ tf, variable, gradient, slot, settings, learningRate }) {
    const { rho, epsilon } = settings;
    const squares = slot('squares');
    const updates = slot('updates');
    squares.assign(tf.add(tf.mul(squares, rho), tf.mul(tf.square(gradient), 1 - rho)));
    const change = tf.mul(
      tf.div(tf.sqrt(tf.add(updates, epsilon)), tf.sqrt(tf.add(squares, epsilon))),
      gradient,
    );
    updates.assign(tf.add(tf.mul(updates, rho), tf.mul(tf.square(change), 1 - rho)));
    variable.assign(tf.sub(variable, tf.mul(change, learningRate)));
  },
  updateRows({ values, width, rows, gradients, slot, settings, learningRate, missed }) {
    const { rho, epsilon } = settings;
    const squares = slot('squares');
    const updates = slot('updates');
    for (let i = 0; i < rows.length; i++) {
      // What so many steps with a gradient of zero would have done: the weights stay, the means fade.
      const fade = rho ** missed[i];
      const end = (rows[i] + 1) * width;
      for (let at = rows[i] * width, from = i * width; at < end; at++, from++) {
        const gradient = gradients[from];
        squares[at] = rho * fade * squares[at] + (1 - rho) * gradient ** 2;
        updates[at] *= fade;
        const change = Math.sqrt((updates[at] + epsilon) / (squares[at] + epsilon)) * gradient;
        updates[at] = rho * updates[at] + (1 - rho) * change ** 2;
        values[at] -= learningRate * change;
      }
    }
  },
};
