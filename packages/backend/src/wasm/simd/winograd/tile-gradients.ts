import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from '../../heap.ts';
import { bytesPerFloat, zeros } from '../examples.ts';
import { matrix, multiply } from '../multiply.ts';
import { addressOf, type SimdKernels } from '../simd.ts';
import { packPlanes, transformFilter } from './convolve-tiles.ts';
import { filterTransform, transformedSize } from './filter-transform.ts';
import {
  addressesOf,
  forEachGroup,
  patchFloats,
  planeSize,
  scratchFloats,
  tilesInGroup,
  tileWindows,
  transformInputs,
  transformOutputGradient,
} from './tile-groups.ts';
import type { Tiling } from './tiling.ts';

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
  const at = addressesOf(backend, { x, dy, inputs, shares, sums, patch, scratch });
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    transformInputs(simd, at, inputPlane, tiling, first, tiles);
    transformOutputGradient(simd, at, sharePlane, wide, tiling, first, tiles);
    for (let plane = 0; plane < planes; plane++) {
      simd.addFilterGradient(
        at.inputs + plane * inputPlane * bytesPerFloat,
        at.shares + plane * sharePlane * bytesPerFloat,
        at.sums + plane * depth * wide * bytesPerFloat,
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
  const { convolution, rows, columns } = tiling;
  const { batch, height, width, channels, outChannels } = convolution;
  const planes = rows * columns;
  const dx = backend.makeOutput([batch, height, width, channels], 'float32');
  backend.typedArrayFromHeap(dx).fill(0);
  const transformed = transformFilter(simd, backend, filter, tiling, { rotated: false });
  const panels = packPlanes(simd, backend, transformed, planes, {
    depth: outChannels,
    columns: channels,
    transposed: true,
  });
  backend.disposeData(transformed.dataId);
  const none = zeros(backend, Math.ceil(channels / 8) * 8);
  const tilesAtOnce = tilesInGroup(tiling);
  const sharePlane = planeSize(tilesAtOnce * outChannels);
  const productPlane = planeSize(tilesAtOnce * channels);
  const [shares, products, patch, scratch] = [
    planes * sharePlane,
    planes * productPlane,
    patchFloats(tiling),
    scratchFloats,
  ].map((floats) => backend.makeOutput([floats], 'float32'));
  const at = addressesOf(backend, { dy, dx, panels, none, shares, products, patch, scratch });
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    transformOutputGradient(simd, at, sharePlane, outChannels, tiling, first, tiles);
    for (let plane = 0; plane < planes; plane++) {
      simd.convolve(
        at.shares + plane * sharePlane * bytesPerFloat,
        at.panels + plane * panels.shape[1] * bytesPerFloat,
        at.none,
        -Infinity,
        at.products + plane * productPlane * bytesPerFloat,
        ...matrix(tiles, channels, outChannels, outChannels),
      );
    }
    simd.winogradInputGradient(
      at.products,
      productPlane,
      at.dx,
      at.scratch,
      first,
      tiles,
      height,
      width,
      channels,
      ...tileWindows(tiling),
      convolution.padTop,
      convolution.padLeft,
    );
  });
  for (const { dataId } of [panels, none, shares, products, patch, scratch]) {
    backend.disposeData(dataId);
  }
  return dx;
}
