import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, runShipped } from './heap.ts';
import { type PoolingAttributes, poolingInfo, poolWindows } from '../pooling-info.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** The gradient of average pooling: each window distributes its gradient equally to its values. */
export const avgPoolGrad: Kernel<
  { dy: tf.TensorInfo; input: tf.TensorInfo },
  PoolingAttributes
> = ({ inputs: { dy, input }, attrs, backend }) => {
  const simd = simdKernels(backend);
  if (!simd) return runShipped('AvgPoolGrad', { dy, input }, attrs, backend);
  const info = poolingInfo(input.shape, attrs);
  const dx = backend.makeOutput(input.shape, 'float32');
  backend.typedArrayFromHeap(dx).fill(0);
  simd.averagePoolGrad(
    addressOf(backend, dy),
    addressOf(backend, dx),
    ...poolWindows(info),
    1 / (info.filterHeight * info.filterWidth),
  );
  return dx;
};
