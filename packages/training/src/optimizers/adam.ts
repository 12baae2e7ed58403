import type { AdamUpdateAttributes } from '@axiswise/backend/loaded-kernels';
import type { Tensor } from '@axiswise/tensorflow';
import { isKernel, type OptimizerKind } from './optimizer-kind.ts';

interface AdamSettings extends Readonly<Record<string, number>> {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled (Loshchilov and Hutter 2019, AdamW), on kernels only. */
  readonly weightDecay: number;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * Bias corrections are computed from the step's number in double precision, not kept as running
 * powers. `ε` stands outside the corrected root, as in the paper and in PyTorch.
 */
export const adam: OptimizerKind<AdamSettings> = {
  describe: 'Adam, with decoupled weight decay',
  learningRate: 0.001,
  momentum: 'beta1',
  settings: {
    beta1: { default: 0.9, from: 0, below: 1 },
    beta2: { default: 0.999, from: 0, below: 1 },
    epsilon: { default: 1e-8, from: 0 },
    // Decoupled, it is as strong as its product with the learning rate: at 0.001 and less it does nothing.
    weightDecay: { default: 0, from: 0, search: { from: 1e-3, to: 1, scale: 'log' } },
  },
  update({ tf, variable, gradient, slot, settings, learningRate, step }) {
    const { weightDecay } = settings;
    const decay = isKernel(variable) ? learningRate * weightDecay : 0;
    const attrs = attributes(settings, { learningRate, step, decay });
    const { beta1, rest1, beta2, rest2, epsilon, rate, kept } = attrs;
    const m = slot('m');
    const v = slot('v');
    if (tf.getKernel('AdamUpdate', tf.getBackend())) {
      const [newWeights, newM, newV] = tf
        .engine()
        .runKernel(
          'AdamUpdate',
          { weights: variable, gradient, m, v },
          { ...attrs },
        ) as unknown as Tensor[];
      m.assign(newM);
      v.assign(newV);
      variable.assign(newWeights);
      return;
    }
    m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, rest1)));
    v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), rest2)));
    // α·(m/c₁) / (√v/c₂ + ε) = (α·c₂/c₁) · m / (√v + ε·c₂): two divisions fewer a weight.
    const change = tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon)), rate);
    variable.assign(tf.sub(kept === 1 ? variable : tf.mul(variable, kept), change));
  },
  updateRows({ values, width, rows, gradients, slot, settings, learningRate, step, kernels }) {
    const decay = learningRate * settings.weightDecay;
    const attrs = attributes(settings, { learningRate, step, decay });
    const m = slot('m');
    const v = slot('v');
    if (kernels) {
      kernels.adamRows({ values, m, v }, { rows, gradients, width }, attrs);
      return;
    }
    const { beta1, rest1, beta2, rest2, epsilon, rate, kept } = attrs;
    for (let i = 0; i < rows.length; i++) {
      const end = (rows[i] + 1) * width;
      for (let at = rows[i] * width, from = i * width; at < end; at++, from++) {
        const gradient = gradients[from];
        const mean = beta1 * m[at] + rest1 * gradient;
        const square = beta2 * v[at] + rest2 * gradient * gradient;
        m[at] = mean;
        v[at] = square;
        const change = (rate * mean) / (Math.sqrt(square) + epsilon);
        values[at] = values[at] * kept - change;
      }
    }
  },
};

/** What a step multiplies by, in the terms of {@link AdamUpdateAttributes}. */
function attributes(
  { beta1, beta2, epsilon }: AdamSettings,
  time: { readonly learningRate: number; readonly step: number; readonly decay: number },
): AdamUpdateAttributes {
  const correction1 = 1 - beta1 ** time.step;
  const correction2 = Math.sqrt(1 - beta2 ** time.step);
  return {
    beta1,
    rest1: 1 - beta1,
    beta2,
    rest2: 1 - beta2,
    epsilon: epsilon * correction2,
    rate: (time.learningRate * correction2) / correction1,
    kept: 1 - time.decay,
  };
}
