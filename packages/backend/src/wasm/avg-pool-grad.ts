import * as tf from '@tensorflow/tfjs';
import { type Kernel, runShipped } from './heap.ts';
import type { PoolingAttributes } from './max-pool-grad.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/** The gradient of average pooling: each window's share goes to its values in equal parts. */
export const avgPoolGrad: Kernel<
  { dy: tf.TensorInfo; input: tf.TensorInfo },
  PoolingAttributes
> = ({ inputs: { dy, input }, attrs, backend }) => {
  const simd = simdKernels(backend);
  if (!simd) return runShipped('AvgPoolGrad', { dy, input }, attrs, backend);
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const dx = backend.makeOutput(input.shape, 'float32');
  backend.typedArrayFromHeap(dx).fill(0);
  simd.averagePoolGrad(
    addressOf(backend, dy),
    addressOf(backend, dx),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
    1 / (info.filterHeight * info.filterWidth),
  );
  return dx;
};
