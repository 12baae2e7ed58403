import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../heap.ts';
import { addressOf, type SimdKernels } from '../simd.ts';
import { multiplyTiles } from './multiply-tiles.ts';
import { tileWindows, transformInputs } from './tile-groups.ts';
import type { Tiling } from '../../../winograd-tiling.ts';

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
  const { convolution, rows, columns, blocks } = tiling;
  const { batch, channels, outChannels, outHeight, outWidth } = convolution;
  const out = backend.makeOutput([batch, outHeight, outWidth, outChannels], 'float32');
  const depth = blocks * channels;
  const product = { depth, columns: outChannels, rotated, transposed: rotated };
  multiplyTiles(simd, backend, filter, tiling, product, {
    before: (group) => transformInputs(simd, addressOf(backend, x), tiling, group),
    after(group) {
      simd.winogradOutput(
        group.products,
        group.productPlane,
        bias ? addressOf(backend, bias) : group.none,
        relu ? 0 : -Infinity,
        addressOf(backend, out),
        group.scratch,
        group.first,
        group.tiles,
        outHeight,
        outWidth,
        outChannels,
        ...tileWindows(tiling),
        rows,
        columns,
      );
    },
  });
  return out;
}
