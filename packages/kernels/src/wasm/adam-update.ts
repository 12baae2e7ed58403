import type * as tf from '@tensorflow/tfjs-core';
import { adamFactors, type AdamUpdateAttributes } from '../adam-update.ts';
import type { Kernel } from './heap.ts';
import { type AdamAddresses, type AdamFactors, addressOf, simdKernels } from './simd/simd.ts';

/**
 * One step of Adam on one parameter: the new weights, the mean of gradients and that of their squares.
 *
 * The bits are those of the single operations, in the order of Adam in `@axiswise/training`.
 */
export const adamUpdate: Kernel<
  Record<'weights' | 'gradient' | 'm' | 'v', tf.TensorInfo>,
  AdamUpdateAttributes
> = ({ inputs: { weights, gradient, m, v }, attrs, backend }) => {
  const inputs = [weights, gradient, m, v];
  const outputs = inputs.slice(0, 3).map(() => backend.makeOutput(weights.shape, 'float32'));
  const factors = adamFactors(attrs).map(Math.fround) as AdamFactors;
  const simd = simdKernels(backend);
  if (simd) {
    const at = [...inputs, ...outputs].map((tensor) => addressOf(backend, tensor)) as AdamAddresses;
    simd.adamUpdate(...at, backend.typedArrayFromHeap(weights).length, ...factors);
  } else {
    const arrays = [...inputs, ...outputs].map((tensor) => backend.typedArrayFromHeap(tensor));
    updateByNumber(arrays, factors);
  }
  return outputs;
};

/** Every operation is rounded to single precision, as vectors do. */
function updateByNumber(
  [weights, gradient, m, v, newWeights, newM, newV]: readonly Float32Array[],
  [beta1, rest1, beta2, rest2, epsilon, rate, kept]: AdamFactors,
): void {
  const round = Math.fround;
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i];
    const mean = round(round(m[i] * beta1) + round(g * rest1));
    const square = round(round(v[i] * beta2) + round(round(g * g) * rest2));
    const root = round(round(Math.sqrt(square)) + epsilon);
    newM[i] = mean;
    newV[i] = square;
    newWeights[i] = round(weights[i] * kept) - round(round(mean / root) * rate);
  }
}
