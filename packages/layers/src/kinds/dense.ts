import { denseKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { initializerFor } from '../initial-weights.ts';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

implementLayer(denseKind, {
  build({ name, spec: { units, activation } }, [x]) {
    return through(
      x,
      tf.layers.dense({
        name,
        units,
        // A softmax ends the network: the model has a layer of its own for it, behind the logits.
        activation: activation === 'softmax' ? 'linear' : activation,
        kernelInitializer: initializerFor(activation),
      }),
    );
  },
  weights: ({ name, input, spec }) => [
    { name, fan: { in: input.channels, out: spec.units }, activation: spec.activation },
  ],
  constraints({ name, spec: { maxNorm } }, model) {
    if (maxNorm === undefined) return [];
    const kernel = model.getLayer(name).trainableWeights[0].read() as tf.Variable;
    return [() => limitNorm(kernel, maxNorm)];
  },
});

/**
 * Scales the weights of each unit down to an L2 norm, where they exceed it (Hinton et al. 2012).
 *
 * @param kernel `[inputs, units]`.
 */
function limitNorm(kernel: tf.Variable, maxNorm: number): void {
  tf.tidy(() => {
    const norms = tf.norm(kernel, 'euclidean', 0, true);
    const factors = tf.minimum(tf.div(maxNorm, tf.maximum(norms, 1e-12)), 1);
    kernel.assign(tf.mul(kernel, factors));
  });
}
