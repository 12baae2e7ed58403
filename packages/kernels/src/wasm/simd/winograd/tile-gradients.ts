import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../heap.ts';
import { bytesPerFloat, zeros } from '../examples.ts';
import { matrix, multiply } from '../multiply.ts';
import { addressOf, type SimdKernels } from '../simd.ts';
import { filterTransform, transformedSize } from './filter-transform.ts';
import { multiplyTiles } from './multiply-tiles.ts';
import {
  forEachGroup,
  patchFloats,
  planeSize,
  scratchFloats,
  tilesInGroup,
  tileWindows,
  transformInputs,
  transformOutputGradient,
} from './tile-groups.ts';
import type { Tiling } from '../../../winograd-tiling.ts';

/**
 * The gradient of a convolution by its filter, from the tiles of the convolution: a sum over tiles of the
 * products of transformed inputs and transformed dy, transformed to weights at the end.
 *
 * @returns numbers in the order of `[filterHeight, filterWidth, channels, outChannels]`.
 */
export function sumFilterGradientOfTiles(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const { convolution, rows, columns, blocks } = tiling;
  const { channels, outChannels, filterHeight, filterWidth } = convolution;
  const planes = rows * columns;
  const depth = blocks * channels;
  const wide = Math.ceil(outChannels / 4) * 4;
  const tilesAtOnce = tilesInGroup(tiling);
  const inputPlane = planeSize(tilesAtOnce * depth);
  const sharePlane = planeSize(tilesAtOnce * wide);
  // Lanes beyond the channels are computed too, and then left out.
  const [shares, sums] = [planes * sharePlane, planes * depth * wide].map((floats) =>
    zeros(backend, floats),
  );
  const [inputs, patch, scratch] = [planes * inputPlane, patchFloats(tiling), scratchFloats].map(
    (floats) => backend.makeOutput([floats], 'float32'),
  );
  const tensors = [x, dy, inputs, shares, sums, patch, scratch];
  const [seen, back, input, share, sum, patchAt, scratchAt] = tensors.map((tensor) =>
    addressOf(backend, tensor),
  );
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    const group = { first, tiles, patch: patchAt, scratch: scratchAt };
    transformInputs(simd, seen, tiling, { ...group, factors: input, factorPlane: inputPlane });
    const to = { ...group, factors: share, factorPlane: sharePlane };
    transformOutputGradient(simd, back, wide, tiling, to);
    for (let plane = 0; plane < planes; plane++) {
      simd.addFilterGradient(
        input + plane * inputPlane * bytesPerFloat,
        share + plane * sharePlane * bytesPerFloat,
        sum + plane * depth * wide * bytesPerFloat,
        ...matrix(tiles, wide, depth, depth),
      );
    }
  });
  const taps = filterHeight * filterWidth;
  const numbers = transformedSize(tiling);
  const toWeights = backend.makeOutput([taps, numbers], 'float32');
  backend.typedArrayFromHeap(toWeights).set(filterTransform(tiling, { transposed: true }));
  const widened = backend.makeOutput([taps, channels * wide], 'float32');
  const one = { batch: 1, batchOfA: 1, batchOfB: 1 };
  const shape = { ...one, rows: taps, depth: numbers, columns: channels * wide };
  multiply(simd, backend, toWeights, sums, shape, widened, { transposeB: false });
  for (const { dataId } of [inputs, shares, sums, patch, scratch, toWeights]) {
    backend.disposeData(dataId);
  }
  if (wide === outChannels) return widened;
  const gradient = backend.makeOutput([taps, channels * outChannels], 'float32');
  const [from, to] = [addressOf(backend, widened), addressOf(backend, gradient)];
  simd.copyRows(from, wide, to, outChannels, taps * channels, outChannels);
  backend.disposeData(widened.dataId);
  return gradient;
}

/**
 * The gradient of a convolution by its input, from the tiles of the convolution, which have 6 points along
 * both axes: transformed dy times the transformed filter, given back to the inputs of each tile.
 *
 * Without padding the convolution has fewer tiles than its gradient, as a convolution, would have.
 *
 * @returns numbers in the order of `[batch, height, width, channels]`.
 */
export function sumInputGradientOfTiles(
  simd: SimdKernels,
  backend: WasmBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
): tf.TensorInfo {
  const { batch, height, width, channels, outChannels, padTop, padLeft } = tiling.convolution;
  const dx = backend.makeOutput([batch, height, width, channels], 'float32');
  backend.typedArrayFromHeap(dx).fill(0);
  const product = { depth: outChannels, columns: channels, rotated: false, transposed: true };
  multiplyTiles(simd, backend, filter, tiling, product, {
    before: (group) =>
      transformOutputGradient(simd, addressOf(backend, dy), outChannels, tiling, group),
    after(group) {
      simd.winogradInputGradient(
        group.products,
        group.productPlane,
        addressOf(backend, dx),
        group.scratch,
        group.first,
        group.tiles,
        height,
        width,
        channels,
        ...tileWindows(tiling),
        padTop,
        padLeft,
      );
    },
  });
  return dx;
}
