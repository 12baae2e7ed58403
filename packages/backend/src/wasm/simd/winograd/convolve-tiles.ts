import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from '../../heap.ts';
import { bytesPerFloat, zeros } from '../examples.ts';
import { matrix, multiply } from '../multiply.ts';
import { addressOf, type SimdKernels } from '../simd.ts';
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
} from './tile-groups.ts';
import type { Tiling } from './tiling.ts';

/**
 * A convolution by Winograd's algorithm, fused with its bias and its ReLU; or, with the tiles of the
 * gradient, the gradient by the input, whose filter is rotated by 180°, its channels exchanged.
 *
 * @param filter `[filterHeight, filterWidth, channels, outChannels]`, with `rotated` the channels the
 *   other way round.
 * @returns numbers in the order of `[batch, outHeight, outWidth, outChannels]`.
 */
export function convolveTiles(
  simd: SimdKernels,
  backend: WasmBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  tiling: Tiling,
  options: { readonly bias?: tf.TensorInfo; readonly relu?: boolean; readonly rotated?: boolean },
): tf.TensorInfo {
  const { bias, relu = false, rotated = false } = options;
  const { convolution, rows, columns } = tiling;
  const { batch, outChannels, outHeight, outWidth } = convolution;
  const planes = rows * columns;
  const depth = tiling.blocks * convolution.channels;
  const out = backend.makeOutput([batch, outHeight, outWidth, outChannels], 'float32');
  const transformed = transformFilter(simd, backend, filter, tiling, { rotated });
  const panels = packPlanes(simd, backend, transformed, planes, {
    depth,
    columns: outChannels,
    transposed: rotated,
  });
  backend.disposeData(transformed.dataId);
  const none = zeros(backend, Math.ceil(outChannels / 8) * 8);
  const tilesAtOnce = tilesInGroup(tiling);
  const inputPlane = planeSize(tilesAtOnce * depth);
  const productPlane = planeSize(tilesAtOnce * outChannels);
  const [inputs, products, patch, scratch] = [
    planes * inputPlane,
    planes * productPlane,
    patchFloats(tiling),
    scratchFloats,
  ].map((floats) => backend.makeOutput([floats], 'float32'));
  const at = addressesOf(backend, { x, out, panels, none, inputs, products, patch, scratch });
  const start = bias ? addressOf(backend, bias) : at.none;
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    transformInputs(simd, at, inputPlane, tiling, first, tiles);
    for (let plane = 0; plane < planes; plane++) {
      simd.convolve(
        at.inputs + plane * inputPlane * bytesPerFloat,
        at.panels + plane * panels.shape[1] * bytesPerFloat,
        at.none,
        -Infinity,
        at.products + plane * productPlane * bytesPerFloat,
        ...matrix(tiles, outChannels, depth, depth),
      );
    }
    simd.winogradOutput(
      at.products,
      productPlane,
      start,
      relu ? 0 : -Infinity,
      at.out,
      at.scratch,
      first,
      tiles,
      outHeight,
      outWidth,
      outChannels,
      ...tileWindows(tiling),
      rows,
      columns,
    );
  });
  for (const { dataId } of [panels, none, inputs, products, patch, scratch]) {
    backend.disposeData(dataId);
  }
  return out;
}

/**
 * The filter at the points, `[planes, blocks × channels, outChannels]`; rotated, with its channels exchanged,
 * `[planes, outChannels, blocks × channels]`.
 */
export function transformFilter(
  simd: SimdKernels,
  backend: WasmBackend,
  filter: tf.TensorInfo,
  tiling: Tiling,
  { rotated }: { readonly rotated: boolean },
): tf.TensorInfo {
  const { blocks, convolution } = tiling;
  const { channels, outChannels, filterHeight, filterWidth } = convolution;
  const numbers = transformedSize(tiling);
  const taps = filterHeight * filterWidth;
  const pairs = channels * outChannels;
  const toPoints = backend.makeOutput([numbers, taps], 'float32');
  backend.typedArrayFromHeap(toPoints).set(filterTransform(tiling, { rotated }));
  const transformed = backend.makeOutput([numbers, pairs], 'float32');
  const one = { batch: 1, batchOfA: 1, batchOfB: 1 };
  const shape = { ...one, rows: numbers, depth: taps, columns: pairs };
  multiply(simd, backend, toPoints, filter, shape, transformed, { transposeB: false });
  backend.disposeData(toPoints.dataId);
  if (!rotated || blocks === 1) return transformed;
  // The blocks of an output channel, one after another, become its row.
  const joined = backend.makeOutput([numbers, pairs], 'float32');
  const [from, to] = [addressOf(backend, transformed), addressOf(backend, joined)];
  for (let number = 0; number < numbers; number++) {
    const block = number % blocks;
    const plane = (number - block) * pairs;
    simd.copyRows(
      from + number * pairs * bytesPerFloat,
      channels,
      to + (plane + block * channels) * bytesPerFloat,
      blocks * channels,
      outChannels,
      channels,
    );
  }
  backend.disposeData(transformed.dataId);
  return joined;
}

/**
 * Packs the right factor of the product of each plane: `[planes, floats of a plane]`.
 *
 * @param product.transposed each block of the factors has the columns first.
 */
export function packPlanes(
  simd: SimdKernels,
  backend: WasmBackend,
  factors: tf.TensorInfo,
  planes: number,
  product: { readonly depth: number; readonly columns: number; readonly transposed: boolean },
): tf.TensorInfo {
  const { depth, columns, transposed } = product;
  const floats = Math.ceil(columns / 8) * 8 * depth;
  const panels = backend.makeOutput([planes, floats], 'float32');
  for (let plane = 0; plane < planes; plane++) {
    const from = addressOf(backend, factors) + plane * depth * columns * bytesPerFloat;
    const to = addressOf(backend, panels) + plane * floats * bytesPerFloat;
    if (transposed) simd.packTurned(from, columns, depth, to);
    else simd.pack(from, depth, columns, to);
  }
  return panels;
}
