import type { BuiltNetwork } from '@axiswise/layers';
import * as tf from '@tensorflow/tfjs';
import type { Parameter } from '../optimizers/slots.ts';

/** A kernel `[inputs, units]` whose columns may not grow beyond a norm. */
export interface NormLimit {
  readonly kernel: tf.Variable;
  readonly maxNorm: number;
}

/** The limits that the network's dense layers declare. */
export function normLimits(
  { geometry }: BuiltNetwork,
  parameters: readonly Parameter[],
): NormLimit[] {
  return geometry.layers.flatMap((layer) => {
    if (layer.kind !== 'dense' || layer.spec.maxNorm === undefined) return [];
    const { variable } = parameters.find(({ name }) => name === `${layer.name}/kernel`)!;
    return [{ kernel: variable, maxNorm: layer.spec.maxNorm }];
  });
}

/** Scales the weights of each unit down to the limit, where they exceed it (Hinton et al. 2012). */
export function limitNorm({ kernel, maxNorm }: NormLimit): void {
  tf.tidy(() => {
    const norms = tf.norm(kernel, 'euclidean', 0, true);
    const factors = tf.minimum(tf.div(maxNorm, tf.maximum(norms, 1e-12)), 1);
    kernel.assign(tf.mul(kernel, factors));
  });
}
