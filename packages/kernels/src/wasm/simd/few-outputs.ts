import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../heap.ts';
import { bytesPerFloat, zeros } from './examples.ts';
import { matrix } from './multiply.ts';
import { addressOf, type SimdKernels, type TapWindows } from './simd.ts';

/** Outputs of one filter leave most lanes of a block of eight empty. */
const fewOutputs = 4;

/** With fewer inputs, adding up takes longer than what is saved. */
const manyInputs = 8;

/**
 * Whether a convolution has so few output channels that the taps of its filter are better computed as output
 * channels of a product of matrices, and added afterwards.
 */
export const hasFewOutputs = (info: tf.backend_util.Conv2DInfo): boolean =>
  info.outChannels < fewOutputs &&
  info.inChannels >= manyInputs &&
  info.filterHeight * info.filterWidth > 1 &&
  info.strideHeight * info.strideWidth * info.dilationHeight * info.dilationWidth === 1;

/** Floats of all taps of a filter at one input channel. */
const numbersOf = (info: tf.backend_util.Conv2DInfo): number =>
  info.filterHeight * info.filterWidth * info.outChannels;

const windowsOf = (info: tf.backend_util.Conv2DInfo): TapWindows => [
  info.inHeight,
  info.inWidth,
  info.outHeight,
  info.outWidth,
  info.outChannels,
  info.filterHeight,
  info.filterWidth,
  info.padInfo.top,
  info.padInfo.left,
];

/** A convolution with few outputs, fused with its bias and its ReLU. */
export function convolveToFew(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
  { bias, relu = false }: { readonly bias?: tf.TensorInfo; readonly relu?: boolean },
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outChannels } = info;
  const positions = inHeight * inWidth;
  const numbers = numbersOf(info);
  const out = backend.makeOutput(info.outShape, 'float32');
  const byChannel = tapsByChannel(simd, backend, filter, info);
  const wide = Math.ceil(numbers / 8) * 8;
  const panels = backend.makeOutput([inChannels * wide], 'float32');
  const products = backend.makeOutput([positions * numbers], 'float32');
  const none = zeros(backend, wide);
  const [from, to, packed, product, zero] = [x, out, panels, products, none].map((tensor) =>
    addressOf(backend, tensor),
  );
  simd.pack(addressOf(backend, byChannel), inChannels, numbers, packed);
  const start = bias ? addressOf(backend, bias) : zero;
  const outSize = info.outHeight * info.outWidth * outChannels;
  for (let example = 0; example < batchSize; example++) {
    simd.convolve(
      from + example * positions * inChannels * bytesPerFloat,
      packed,
      zero,
      -Infinity,
      product,
      ...matrix(positions, numbers, inChannels, inChannels),
    );
    simd.gatherTaps(
      product,
      start,
      relu ? 0 : -Infinity,
      to + example * outSize * bytesPerFloat,
      ...windowsOf(info),
    );
  }
  for (const { dataId } of [byChannel, panels, products, none]) backend.disposeData(dataId);
  return out;
}

/** The gradient of a convolution with few outputs by its input. */
export function inputGradientFromFew(
  simd: SimdKernels,
  backend: WasmBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const positions = inHeight * inWidth;
  const numbers = numbersOf(info);
  const dx = backend.makeOutput([batchSize, inHeight, inWidth, inChannels], 'float32');
  const byChannel = tapsByChannel(simd, backend, filter, info);
  const wide = Math.ceil(inChannels / 8) * 8;
  const panels = backend.makeOutput([numbers * wide], 'float32');
  const shares = backend.makeOutput([positions * numbers], 'float32');
  const none = zeros(backend, wide);
  const [from, to, packed, share, zero] = [dy, dx, panels, shares, none].map((tensor) =>
    addressOf(backend, tensor),
  );
  simd.packTurned(addressOf(backend, byChannel), inChannels, numbers, packed);
  const outSize = outHeight * outWidth * outChannels;
  for (let example = 0; example < batchSize; example++) {
    simd.spreadTaps(from + example * outSize * bytesPerFloat, share, numbers, ...windowsOf(info));
    simd.convolve(
      share,
      packed,
      zero,
      -Infinity,
      to + example * positions * inChannels * bytesPerFloat,
      ...matrix(positions, inChannels, numbers, numbers),
    );
  }
  for (const { dataId } of [byChannel, panels, shares, none]) backend.disposeData(dataId);
  return dx;
}

/** The gradient of a convolution with few outputs by its filter. */
export function filterGradientFromFew(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth } = info;
  const positions = inHeight * inWidth;
  const wide = Math.ceil(numbersOf(info) / 4) * 4;
  const shape = [filterHeight, filterWidth, inChannels, outChannels];
  const gradient = backend.makeOutput(shape, 'float32');
  const shares = zeros(backend, positions * wide);
  const sums = zeros(backend, inChannels * wide);
  const [left, right, share, sum, result] = [x, dy, shares, sums, gradient].map((tensor) =>
    addressOf(backend, tensor),
  );
  const outSize = outHeight * outWidth * outChannels;
  for (let example = 0; example < batchSize; example++) {
    simd.spreadTaps(right + example * outSize * bytesPerFloat, share, wide, ...windowsOf(info));
    simd.addFilterGradient(
      left + example * positions * inChannels * bytesPerFloat,
      share,
      sum,
      ...matrix(positions, wide, inChannels, inChannels),
    );
  }
  for (let tap = 0; tap < filterHeight * filterWidth; tap++) {
    simd.copyRows(
      sum + tap * outChannels * bytesPerFloat,
      wide,
      result + tap * inChannels * outChannels * bytesPerFloat,
      outChannels,
      inChannels,
      outChannels,
    );
  }
  for (const { dataId } of [shares, sums]) backend.disposeData(dataId);
  return gradient;
}

/** A filter with its input channels first: `[inChannels, taps × outChannels]`. */
function tapsByChannel(
  simd: SimdKernels,
  backend: WasmBackend,
  filter: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { inChannels, outChannels, filterHeight, filterWidth } = info;
  const numbers = numbersOf(info);
  const byChannel = backend.makeOutput([inChannels, numbers], 'float32');
  const [from, to] = [filter, byChannel].map((tensor) => addressOf(backend, tensor));
  for (let tap = 0; tap < filterHeight * filterWidth; tap++) {
    simd.copyRows(
      from + tap * inChannels * outChannels * bytesPerFloat,
      outChannels,
      to + tap * outChannels * bytesPerFloat,
      numbers,
      inChannels,
      outChannels,
    );
  }
  return byChannel;
}
