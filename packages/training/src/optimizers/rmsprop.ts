import { isKernel, type OptimizerKind } from './optimizer-kind.ts';

interface RmspropSettings extends Readonly<Record<string, number>> {
  /** The share of the mean of squares that stays at each step. */
  readonly rho: number;
  readonly epsilon: number;
  readonly momentum: number;
  /** Added to the gradient, of kernels only. */
  readonly weightDecay: number;
}

/**
 * RMSprop (Tieleman and Hinton 2012, lecture 6.5): the gradient divided by the root of a running mean of its
 * squares, `s = ρ·s + (1 − ρ)·g²`, `v = μ·v + g / (√s + ε)`, `w = w − α·v` (as PyTorch writes it, whose
 * default of 0.99 for ρ is taken too).
 */
export const rmsprop: OptimizerKind<RmspropSettings> = {
  describe: 'RMSprop, with momentum',
  learningRate: 0.001,
  momentum: 'momentum',
  settings: {
    rho: { default: 0.99, from: 0, below: 1 },
    epsilon: { default: 1e-8, above: 0 },
    momentum: { default: 0, from: 0, below: 1 },
    weightDecay: { default: 0, from: 0, search: { from: 1e-6, to: 1e-2, scale: 'log' } },
  },
  update({ tf, variable, gradient, slot, settings, learningRate }) {
    const { rho, epsilon, momentum, weightDecay } = settings;
    let direction = gradient;
    if (weightDecay > 0 && isKernel(variable)) {
      direction = tf.add(direction, tf.mul(variable, weightDecay));
    }
    const squares = slot('squares');
    squares.assign(tf.add(tf.mul(squares, rho), tf.mul(tf.square(direction), 1 - rho)));
    direction = tf.div(direction, tf.add(tf.sqrt(squares), epsilon));
    if (momentum > 0) {
      const velocity = slot('velocity');
      velocity.assign(tf.add(tf.mul(velocity, momentum), direction));
      direction = velocity;
    }
    variable.assign(tf.sub(variable, tf.mul(direction, learningRate)));
  },
  updateRows({ values, width, rows, gradients, slot, settings, learningRate }) {
    const { rho, epsilon, momentum, weightDecay } = settings;
    const squares = slot('squares');
    const velocity = momentum > 0 ? slot('velocity') : undefined;
    for (let i = 0; i < rows.length; i++) {
      const end = (rows[i] + 1) * width;
      for (let at = rows[i] * width, from = i * width; at < end; at++, from++) {
        const gradient = gradients[from] + weightDecay * values[at];
        squares[at] = rho * squares[at] + (1 - rho) * gradient ** 2;
        let direction = gradient / (Math.sqrt(squares[at]) + epsilon);
        if (velocity) direction = velocity[at] = momentum * velocity[at] + direction;
        values[at] -= learningRate * direction;
      }
    }
  },
};
