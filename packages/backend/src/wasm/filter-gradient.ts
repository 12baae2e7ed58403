import type * as tf from '@tensorflow/tfjs';
import { reshaped, type WasmBackend } from './heap.ts';
import { addressOf, type SimdKernels } from './simd/simd.ts';

const bytesPerFloat = 4;

/**
 * The gradient of a convolution by its filter, summed position by position: what the filter saw there
 * times what came back, in blocks of weights that stay in registers.
 *
 * Works example by example, so that both stay in the cache, on a padded copy where there is padding.
 */
export function sumFilterGradient(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, dilationWidth, padInfo } = info;
  const height = Math.max(
    inHeight + padInfo.top + padInfo.bottom,
    (outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
  );
  const width = Math.max(
    inWidth + padInfo.left + padInfo.right,
    (outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
  );
  const volume = filterHeight * filterWidth * inChannels;
  const positions = outHeight * outWidth;
  // Output channels in whole vectors of four.
  const wide = Math.ceil(outChannels / 4) * 4;

  const zeros = (shape: number[]): tf.TensorInfo => {
    const tensor = backend.makeOutput(shape, 'float32');
    backend.typedArrayFromHeap(tensor).fill(0);
    return tensor;
  };
  const padded =
    height > inHeight || width > inWidth ? zeros([height, width, inChannels]) : undefined;
  const widened = wide > outChannels ? zeros([positions, wide]) : undefined;
  const sums = zeros([volume, wide]);
  const gradient = widened ? backend.makeOutput([volume, outChannels], 'float32') : sums;

  for (let b = 0; b < info.batchSize; b++) {
    let seen = addressOf(backend, x) + b * inHeight * inWidth * inChannels * bytesPerFloat;
    let back = addressOf(backend, dy) + b * positions * outChannels * bytesPerFloat;
    if (padded) {
      const inside = (padInfo.top * width + padInfo.left) * inChannels * bytesPerFloat;
      simd.copyRows(
        seen,
        inWidth * inChannels,
        addressOf(backend, padded) + inside,
        width * inChannels,
        inHeight,
        inWidth * inChannels,
      );
      seen = addressOf(backend, padded);
    }
    if (widened) {
      simd.copyRows(back, outChannels, addressOf(backend, widened), wide, positions, outChannels);
      back = addressOf(backend, widened);
    }
    simd.addFilterGradient(
      seen,
      back,
      addressOf(backend, sums),
      outHeight,
      outWidth,
      wide,
      filterHeight,
      dilationWidth === 1 ? 1 : filterWidth,
      dilationWidth === 1 ? filterWidth * inChannels : inChannels,
      info.dilationHeight * width * inChannels,
      dilationWidth * inChannels,
      info.strideWidth * inChannels,
      info.strideHeight * width * inChannels,
    );
  }
  if (widened) {
    simd.copyRows(
      addressOf(backend, sums),
      wide,
      addressOf(backend, gradient),
      outChannels,
      volume,
      outChannels,
    );
    backend.disposeData(widened.dataId);
    backend.disposeData(sums.dataId);
  }
  if (padded) backend.disposeData(padded.dataId);
  return reshaped(gradient, [filterHeight, filterWidth, inChannels, outChannels]);
}
