import type * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../heap.ts';
import { bytesPerFloat, zeros } from '../examples.ts';
import { matrix, multiply } from '../multiply.ts';
import { addressOf, type SimdKernels } from '../simd.ts';
import { filterTransform, transformedSize } from './filter-transform.ts';
import {
  forEachGroup,
  patchFloats,
  planeSize,
  scratchFloats,
  tilesInGroup,
} from './tile-groups.ts';
import type { Tiling } from '../../../winograd-tiling.ts';

/** A group of tiles on its way, and where its numbers are. */
export interface TileGroup {
  readonly first: number;
  readonly tiles: number;
  /** Planes of the left factors, `[tiles, depth]`, and of the products, `[tiles, columns]`. */
  readonly factors: number;
  readonly factorPlane: number;
  readonly products: number;
  readonly productPlane: number;
  /** Zeros, one for each column. */
  readonly none: number;
  readonly patch: number;
  readonly scratch: number;
}

/**
 * Multiplies, plane by plane, groups of transformed tiles by the transformed filter.
 *
 * @param product.rotated see {@link transformFilter}.
 * @param product.transposed the columns of the product come first in a plane of the transformed filter.
 * @param visit.before puts the left factors of a group where they belong.
 * @param visit.after takes its products. All tensors that both use are allocated before.
 */
export function multiplyTiles(
  simd: SimdKernels,
  backend: WasmBackend,
  filter: tf.TensorInfo,
  tiling: Tiling,
  product: {
    readonly depth: number;
    readonly columns: number;
    readonly rotated: boolean;
    readonly transposed: boolean;
  },
  visit: { before(group: TileGroup): void; after(group: TileGroup): void },
): void {
  const { depth, columns, rotated } = product;
  const planes = tiling.rows * tiling.columns;
  const transformed = transformFilter(simd, backend, filter, tiling, { rotated });
  const panels = packPlanes(simd, backend, transformed, planes, product);
  backend.disposeData(transformed.dataId);
  const zero = zeros(backend, Math.ceil(columns / 8) * 8);
  const tilesAtOnce = tilesInGroup(tiling);
  const factorPlane = planeSize(tilesAtOnce * depth);
  const productPlane = planeSize(tilesAtOnce * columns);
  const spaces = [
    planes * factorPlane,
    planes * productPlane,
    patchFloats(tiling),
    scratchFloats,
  ].map((floats) => backend.makeOutput([floats], 'float32'));
  const [packed, none, factors, products, patch, scratch] = [panels, zero, ...spaces].map(
    (tensor) => addressOf(backend, tensor),
  );
  const at = { factors, factorPlane, products, productPlane, none, patch, scratch };
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    const group = { first, tiles, ...at };
    visit.before(group);
    for (let plane = 0; plane < planes; plane++) {
      simd.convolve(
        factors + plane * factorPlane * bytesPerFloat,
        packed + plane * panels.shape[1] * bytesPerFloat,
        none,
        -Infinity,
        products + plane * productPlane * bytesPerFloat,
        ...matrix(tiles, columns, depth, depth),
      );
    }
    visit.after(group);
  });
  for (const { dataId } of [panels, zero, ...spaces]) backend.disposeData(dataId);
}

/**
 * The filter at the points, `[planes, blocks × channels, outChannels]`; rotated, with its channels exchanged,
 * `[planes, outChannels, blocks × channels]`.
 */
function transformFilter(
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
function packPlanes(
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
