import * as tf from '@tensorflow/tfjs';
import type { Kernel } from './heap.ts';
import { addressOf, simdKernels } from './simd/simd.ts';

export interface PoolingAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of max pooling: each window's share goes to its largest value, the first of equals,
 * as in TensorFlow.
 */
export const maxPoolGrad: Kernel<
  { dy: tf.TensorInfo; input: tf.TensorInfo; output: tf.TensorInfo },
  PoolingAttributes
> = ({ inputs: { dy, input, output }, attrs, backend }) => {
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const dx = backend.makeOutput(input.shape, 'float32');
  const simd = simdKernels(backend);
  if (simd) {
    backend.typedArrayFromHeap(dx).fill(0);
    simd.maxPoolGrad(
      addressOf(backend, input),
      addressOf(backend, output),
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
    );
    return dx;
  }
  const x = backend.typedArrayFromHeap(input);
  const largest = backend.typedArrayFromHeap(output);
  const shares = backend.typedArrayFromHeap(dy);
  const gradient = backend.typedArrayFromHeap(dx);
  gradient.fill(0);
  const pairs =
    info.filterHeight === 2 &&
    info.filterWidth === 2 &&
    info.padInfo.top + info.padInfo.bottom + info.padInfo.left + info.padInfo.right === 0;
  (pairs ? giveBackInPairs : giveBack)(info, x, largest, shares, gradient);
  return dx;
};

type GiveBack = (
  info: tf.backend_util.Conv2DInfo,
  x: Float32Array,
  largest: Float32Array,
  shares: Float32Array,
  gradient: Float32Array,
) => void;

/** Windows of 2×2 without padding, the common case: no bounds to check, nothing to search. */
const giveBackInPairs: GiveBack = (info, x, largest, shares, gradient) => {
  const { inHeight, inWidth, outHeight, outWidth, inChannels, strideHeight, strideWidth } = info;
  const rowStep = inWidth * inChannels;
  let o = 0;
  for (let b = 0; b < info.batchSize; b++) {
    for (let i = 0; i < outHeight; i++) {
      let start = (b * inHeight + i * strideHeight) * rowStep;
      for (let j = 0; j < outWidth; j++, start += strideWidth * inChannels) {
        for (let at = start; at < start + inChannels; at++, o++) {
          const value = largest[o];
          let target = at;
          if (x[at] !== value) {
            target += inChannels;
            if (x[target] !== value) {
              target = at + rowStep;
              if (x[target] !== value) target += inChannels;
            }
          }
          gradient[target] += shares[o];
        }
      }
    }
  }
};

const giveBack: GiveBack = (info, x, largest, shares, gradient) => {
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
};
