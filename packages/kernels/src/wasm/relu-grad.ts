import type * as tf from '@tensorflow/tfjs-core';
import type { Kernel } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** The gradient of a ReLU in one loop: dy where the output is positive, else 0. */
export const reluGrad: Kernel<{ dy: tf.TensorInfo; y: tf.TensorInfo }, object> = ({
  inputs: { dy, y },
  backend,
}) => {
  const dx = backend.makeOutput(dy.shape, 'float32');
  const simd = simdKernels(backend);
  const shares = backend.typedArrayFromHeap(dy);
  if (simd) {
    const [from, by, to] = [dy, y, dx].map((tensor) => addressOf(backend, tensor));
    simd.reluGrad(from, by, to, shares.length);
  } else {
    const values = backend.typedArrayFromHeap(y);
    const gradient = backend.typedArrayFromHeap(dx);
    for (let i = 0; i < gradient.length; i++) gradient[i] = values[i] > 0 ? shares[i] : 0;
  }
  return dx;
};
