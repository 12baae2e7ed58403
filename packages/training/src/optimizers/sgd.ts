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
  settings: {
    momentum: { default: 0, from: 0, below: 1 },
    weightDecay: { default: 0, from: 0 },
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
  updateRow({ row, gradient, slot, settings, learningRate }) {
    const { momentum, weightDecay } = settings;
    const velocity = momentum > 0 ? slot('velocity') : undefined;
    for (let i = 0; i < row.length; i++) {
      let direction = gradient[i] + weightDecay * row[i];
      if (velocity) direction = velocity[i] = momentum * velocity[i] + direction;
      row[i] -= learningRate * direction;
    }
  },
};
