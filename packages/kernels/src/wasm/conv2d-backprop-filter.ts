import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from '../convolution-info.ts';
import {
  type Kernel,
  reshaped,
  runConvolution,
  runMatMul,
  runShipped,
  type WasmBackend,
} from './heap.ts';
import { layOutPatches, type Windows } from './patches.ts';
import { sumFilterGradient } from './simd/filter-gradient.ts';
import { simdKernels } from './simd/simd.ts';

/** The most numbers of patches in memory at once, whatever the batch: 64 MiB. */
const patchNumbers = 1 << 24;

/**
 * The gradient of a convolution by its filter, `[filterHeight, filterWidth, inChannels,
 * outChannels]`.
 *
 * The gradient is a product over positions of the inputs of each weight and dy. Vector loops
 * compute it if they run. Otherwise there are two ways, both through XNNPACK. With many input
 * channels it is a convolution: of x as `[inChannels, height, width, batch]` with dy as the filter
 * `[outHeight, outWidth, batch, outChannels]`. In the other cases (few channels, strides, dilation)
 * it is patches times dy.
 */
export const conv2DBackpropFilter: Kernel<
  { x: tf.TensorInfo; dy: tf.TensorInfo },
  ConvolutionAttributes & { readonly filterShape: [number, number, number, number] }
> = ({ inputs: { x, dy }, attrs, backend }) => {
  const info = convolutionInfo(x.shape, attrs.filterShape, attrs);
  const simd = simdKernels(backend);
  if (simd) return sumFilterGradient(simd, backend, x, dy, info);
  const plain =
    info.strideHeight === 1 &&
    info.strideWidth === 1 &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1;
  return plain && info.inChannels >= 8
    ? asConvolution(backend, x, dy, info)
    : asPatches(backend, x, dy, info);
};

function asConvolution(
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  { padInfo }: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const transpose = (tensor: tf.TensorInfo, perm: number[]): tf.TensorInfo =>
    runShipped('Transpose', { x: tensor }, { perm }, backend);
  const examplesLast = transpose(x, [3, 1, 2, 0]);
  const dyAsFilter = transpose(dy, [1, 2, 0, 3]);
  const pad = [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ] as const;
  const byChannel = runConvolution(backend, examplesLast, dyAsFilter, { pad });
  const gradient = transpose(byChannel, [1, 2, 0, 3]);
  for (const { dataId } of [examplesLast, dyAsFilter, byChannel]) backend.disposeData(dataId);
  return gradient;
}

function asPatches(
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const windows: Windows = {
    ...info,
    batch: info.batchSize,
    channels: info.inChannels,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
  const volume = info.filterHeight * info.filterWidth * info.inChannels;
  const positionsPerExample = info.outHeight * info.outWidth;
  const examplesAtOnce = Math.max(
    1,
    Math.min(info.batchSize, Math.floor(patchNumbers / (volume * positionsPerExample))),
  );
  let gradient: tf.TensorInfo | undefined;
  for (let from = 0; from < info.batchSize; from += examplesAtOnce) {
    const examples = Math.min(examplesAtOnce, info.batchSize - from);
    const positions = examples * positionsPerExample;
    const patches = backend.makeOutput([volume, positions], 'float32');
    layOutPatches(
      backend.typedArrayFromHeap(x),
      backend.typedArrayFromHeap(patches),
      windows,
      from,
      examples,
    );
    const some =
      examples === info.batchSize
        ? reshaped(dy, [positions, info.outChannels])
        : runShipped(
            'Slice',
            { x: reshaped(dy, [info.batchSize * positionsPerExample, info.outChannels]) },
            { begin: [from * positionsPerExample, 0], size: [positions, info.outChannels] },
            backend,
          );
    const part = runMatMul(backend, patches, some);
    backend.disposeData(patches.dataId);
    if (some.dataId !== dy.dataId) backend.disposeData(some.dataId);
    if (!gradient) {
      gradient = part;
    } else {
      const sum = backend.typedArrayFromHeap(gradient);
      const more = backend.typedArrayFromHeap(part);
      for (let i = 0; i < sum.length; i++) sum[i] += more[i];
      backend.disposeData(part.dataId);
    }
  }
  gradient ??= emptyGradient(backend, volume, info.outChannels);
  return reshaped(gradient, [
    info.filterHeight,
    info.filterWidth,
    info.inChannels,
    info.outChannels,
  ]);
}

function emptyGradient(backend: WasmBackend, volume: number, channels: number): tf.TensorInfo {
  const zeros = backend.makeOutput([volume, channels], 'float32');
  backend.typedArrayFromHeap(zeros).fill(0);
  return zeros;
}
