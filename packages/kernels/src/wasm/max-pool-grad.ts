import type * as tf from '@tensorflow/tfjs-core';
import type { Kernel } from './heap.ts';
import { type PoolingAttributes, poolingInfo, poolWindows } from '../pooling-info.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

/**
 * The gradient of max pooling: each window gives its gradient to its largest value, the first of
 * equal ones, as in TensorFlow.
 */
export const maxPoolGrad: Kernel<
  { dy: tf.TensorInfo; input: tf.TensorInfo; output: tf.TensorInfo },
  PoolingAttributes
> = ({ inputs: { dy, input, output }, attrs, backend }) => {
  const info = poolingInfo(input.shape, attrs);
  const dx = backend.makeOutput(input.shape, 'float32');
  const simd = simdKernels(backend);
  if (simd) {
    backend.typedArrayFromHeap(dx).fill(0);
    simd.maxPoolGrad(
      addressOf(backend, input),
      addressOf(backend, output),
      addressOf(backend, dy),
      addressOf(backend, dx),
      ...poolWindows(info),
    );
    return dx;
  }
  const x = backend.typedArrayFromHeap(input);
  const largest = backend.typedArrayFromHeap(output);
  const shares = backend.typedArrayFromHeap(dy);
  const gradient = backend.typedArrayFromHeap(dx);
  gradient.fill(0);
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, inChannels } = info;
  const rowStep = inWidth * inChannels;
  let o = 0;
  for (let b = 0; b < info.batchSize; b++) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * info.strideHeight - info.padInfo.top;
      const rowFrom = Math.max(0, top);
      const rowTo = Math.min(inHeight, top + filterHeight);
      for (let j = 0; j < outWidth; j++) {
        const left = j * info.strideWidth - info.padInfo.left;
        const columnFrom = Math.max(0, left);
        const columnTo = Math.min(inWidth, left + filterWidth);
        const start = ((b * inHeight + rowFrom) * inWidth + columnFrom) * inChannels;
        const rowBytes = (columnTo - columnFrom) * inChannels;
        for (let c = 0; c < inChannels; c++, o++) {
          const value = largest[o];
          let row = start + c;
          search: for (let y = rowFrom; y < rowTo; y++, row += rowStep) {
            for (let at = row; at < row + rowBytes; at += inChannels) {
              if (x[at] === value) {
                gradient[at] += shares[o];
                break search;
              }
            }
          }
        }
      }
    }
  }
  return dx;
};
