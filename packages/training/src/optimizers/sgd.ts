import { isKernel, type OptimizerKind } from './optimizer-kind.ts';

interface SgdSettings extends Readonly<Record<string, number>> {
  readonly momentum: number;
  /** Added to the gradient, of kernels only. */
  readonly weightDecay: number;
}

/** Stochastic gradient descent with momentum: `v = μ·v + g`, `w = w − α·v` (as PyTorch writes it). */
export const sgd: OptimizerKind<SgdSettings> = {
  describe: 'stochastic gradient descent, with momentum',
  learningRate: 0.01,
  momentum: 'momentum',
  settings: {
    momentum: { default: 0, from: 0, below: 1 },
    weightDecay: { default: 0, from: 0, search: { from: 1e-6, to: 1e-2, scale: 'log' } },
  },
  update({ tf, variable, gradient, slot, settings, learningRate }) {
    const { momentum, weightDecay } = settings;
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
  },
  updateRows({ values, width, rows, gradients, slot, settings, learningRate }) {
    const { momentum, weightDecay } = settings;
    const velocity = momentum > 0 ? slot('velocity') : undefined;
    for (let i = 0; i < rows.length; i++) {
      const end = (rows[i] + 1) * width;
      for (let at = rows[i] * width, from = i * width; at < end; at++, from++) {
        let direction = gradients[from] + weightDecay * values[at];
        if (velocity) direction = velocity[at] = momentum * velocity[at] + direction;
        values[at] -= learningRate * direction;
      }
    }
  },
};
