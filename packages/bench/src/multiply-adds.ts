import type { NetworkGeometry } from '@axiswise/geometry';

/** Multiply-adds of one example. */
export interface MultiplyAdds {
  readonly inference: number;
  /** Of a training step, the optimizer not counted. */
  readonly training: number;
}

/**
 * Counts the multiply-adds that a network needs, from its geometry.
 *
 * Training computes each layer forwards, the gradient of its weights, and that of its input, each of
 * which takes as many. Weights are needed for the second of them, and something trained before the layer
 * for the third: nobody asks for the gradient of the network's input. Products with padded zeros count;
 * biases, activations, pooling and the optimizer do not, so an engine never quite reaches its peak.
 *
 * @example
 * const { inference, training } = multiplyAdds(referenceNetNamed('image').geometry);
 * inference; // 1639350
 * training; // 4765950
 */
export function multiplyAdds({ layers, totals }: NetworkGeometry): MultiplyAdds {
  /** Whether a layer, or one before it, is trained. */
  const trained = new Map<string, boolean>();
  let training = 0;
  for (const { name, inputs, parameters, macs } of layers) {
    const before = inputs.some((input) => trained.get(input));
    trained.set(name, before || parameters > 0);
    training += macs * (1 + (parameters > 0 ? 1 : 0) + (before ? 1 : 0));
  }
  return { inference: totals.macs, training };
}
