import type * as tf from '@tensorflow/tfjs';
import { reshaped, type WasmBackend } from '../heap.ts';
import { bytesPerFloat, zeros } from './examples.ts';
import { matrix, multiply } from './multiply.ts';
import { addressOf, type SimdKernels, type TileWindows } from './simd.ts';

/** Points at which a tile is evaluated along an axis that has tiles; see winograd.as. */
const points = 6;

/** Fewer channels than a vector has lanes. */
const fewChannels = 4;

/** Floats of a group of transformed tiles, and of their products: they fit into the cache. */
const floatsAtOnce = 1 << 17;

/**
 * Floats from one plane to the next: whole pages of 4 KiB and a line of the cache. Numbers of one tile in
 * all planes are used together; at distances of whole pages they would drive each other out of the cache.
 */
const planeSize = (floats: number): number => Math.ceil(floats / 1024) * 1024 + 16;

/** What it costs to transform a number, in multiplications and additions of a product. */
const transformCost = 6;

/** A convolution with strides and dilations of 1; NHWC. */
export interface UnitConvolution {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** How Winograd's algorithm divides a convolution into tiles: 6 points along an axis, or 1. */
export interface Tiling {
  readonly convolution: UnitConvolution;
  readonly rows: number;
  readonly columns: number;
  /** Outputs of a tile. */
  readonly stepHeight: number;
  readonly stepWidth: number;
  /** Tiles of an example. */
  readonly tileRows: number;
  readonly tileColumns: number;
}

/**
 * The tiles of a convolution; undefined where Winograd's algorithm does not apply, or does not pay.
 *
 * The size of the batch has no influence: an example gets the same bits in every batch.
 */
export function tilingOf(info: tf.backend_util.Conv2DInfo): Tiling | undefined {
  const convolution = unitConvolution(info);
  return convolution && tilingOfUnit(convolution);
}

/** The tiles of a convolution's gradient by its input: the convolution of dy with the rotated filter. */
export function inputGradientTilingOf(info: tf.backend_util.Conv2DInfo): Tiling | undefined {
  const convolution = unitConvolution(info);
  if (!convolution) return undefined;
  const { height, width, channels, outHeight, outWidth, outChannels, ...rest } = convolution;
  return tilingOfUnit({
    ...rest,
    height: outHeight,
    width: outWidth,
    channels: outChannels,
    outHeight: height,
    outWidth: width,
    outChannels: channels,
    padTop: rest.filterHeight - 1 - rest.padTop,
    padLeft: rest.filterWidth - 1 - rest.padLeft,
  });
}

function unitConvolution(info: tf.backend_util.Conv2DInfo): UnitConvolution | undefined {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  if (strideHeight * strideWidth * dilationHeight * dilationWidth !== 1) return undefined;
  const { inWidth, inChannels, filterWidth } = info;
  // What a filter sees of a row that it spans lies in one piece, like channels of one position.
  const spansWidth = filterWidth === inWidth && padInfo.left === 0 && padInfo.right === 0;
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: spansWidth ? 1 : inWidth,
    channels: spansWidth ? inWidth * inChannels : inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: spansWidth ? 1 : filterWidth,
    padTop: padInfo.top,
    padLeft: padInfo.left,
  };
}

function tilingOfUnit(convolution: UnitConvolution): Tiling | undefined {
  const { channels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = convolution;
  const down = stepOf(filterHeight);
  const across = stepOf(filterWidth);
  if (down === undefined || across === undefined) return undefined;
  if (Math.min(channels, outChannels) < fewChannels) return undefined;
  const tiling = {
    convolution,
    rows: filterHeight === 1 ? 1 : points,
    columns: filterWidth === 1 ? 1 : points,
    stepHeight: down,
    stepWidth: across,
    tileRows: Math.ceil(outHeight / down),
    tileColumns: Math.ceil(outWidth / across),
  };
  const products = tiling.rows * tiling.columns * tiling.tileRows * tiling.tileColumns;
  // Products are computed for whole blocks of eight channels.
  const wide = Math.ceil(outChannels / 8) * 8;
  const cost = products * (channels * wide + transformCost * (channels + outChannels));
  const direct = outHeight * outWidth * filterHeight * filterWidth * channels * wide;
  return cost < direct ? tiling : undefined;
}

/** Outputs that a tile has along an axis; undefined where a filter is not served. */
const stepOf = (taps: number): number | undefined =>
  taps === 1 ? 1 : taps >= 3 && taps <= 5 ? points + 1 - taps : undefined;

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
  const { batch, channels, outChannels, outHeight, outWidth } = convolution;
  const planes = rows * columns;
  const out = backend.makeOutput([batch, outHeight, outWidth, outChannels], 'float32');
  const panels = transformedFilter(simd, backend, filter, tiling, rotated);
  const panelSize = panels.shape[1];
  const none = zeros(backend, Math.ceil(outChannels / 8) * 8);
  const tilesAtOnce = tilesInGroup(tiling);
  const inputPlane = planeSize(tilesAtOnce * channels);
  const productPlane = planeSize(tilesAtOnce * outChannels);
  const inputs = backend.makeOutput([planes * inputPlane], 'float32');
  const products = backend.makeOutput([planes * productPlane], 'float32');
  const patch = backend.makeOutput([planes * channels], 'float32');
  const scratch = backend.makeOutput([planes * 4 + points * 4], 'float32');
  const scratchTensors = [panels, none, inputs, products, patch, scratch];
  const at = addressesOf(backend, { x, out, panels, none, inputs, products, patch, scratch });
  const start = bias ? addressOf(backend, bias) : at.none;
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    transformInputs(simd, at, inputPlane, tiling, first, tiles);
    for (let plane = 0; plane < planes; plane++) {
      simd.convolve(
        at.inputs + plane * inputPlane * bytesPerFloat,
        at.panels + plane * panelSize * bytesPerFloat,
        at.none,
        -Infinity,
        at.products + plane * productPlane * bytesPerFloat,
        ...matrix(tiles, outChannels, channels, channels),
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
  for (const { dataId } of scratchTensors) backend.disposeData(dataId);
  return out;
}

/**
 * The gradient of a convolution by its filter: the adjoint of {@link convolveTiles}. A sum over tiles of
 * the products of transformed inputs and transformed dy, transformed to weights at the end.
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
  const { convolution, rows, columns } = tiling;
  const { channels, outChannels, outHeight, outWidth, filterHeight, filterWidth } = convolution;
  const planes = rows * columns;
  const wide = Math.ceil(outChannels / 4) * 4;
  const tilesAtOnce = tilesInGroup(tiling);
  const inputPlane = planeSize(tilesAtOnce * channels);
  const sharePlane = planeSize(tilesAtOnce * wide);
  const inputs = backend.makeOutput([planes * inputPlane], 'float32');
  // Lanes beyond the channels are computed too, and then left out.
  const shares = zeros(backend, planes * sharePlane);
  const sums = zeros(backend, planes * channels * wide);
  const patch = backend.makeOutput([planes * Math.max(channels, outChannels)], 'float32');
  const scratch = backend.makeOutput([planes * 4 + points * 4], 'float32');
  const at = addressesOf(backend, { x, dy, inputs, shares, sums, patch, scratch });
  forEachGroup(tiling, tilesAtOnce, (first, tiles) => {
    transformInputs(simd, at, inputPlane, tiling, first, tiles);
    simd.winogradOutputGradient(
      at.dy,
      at.shares,
      sharePlane,
      at.patch,
      at.scratch,
      first,
      tiles,
      outHeight,
      outWidth,
      outChannels,
      wide,
      ...tileWindows(tiling),
      rows,
      columns,
    );
    for (let plane = 0; plane < planes; plane++) {
      simd.addFilterGradient(
        at.inputs + plane * inputPlane * bytesPerFloat,
        at.shares + plane * sharePlane * bytesPerFloat,
        at.sums + plane * channels * wide * bytesPerFloat,
        ...matrix(tiles, wide, channels, channels),
      );
    }
  });
  const taps = filterHeight * filterWidth;
  const toWeights = backend.makeOutput([taps, planes], 'float32');
  backend.typedArrayFromHeap(toWeights).set(filterTransform(tiling, { transposed: true }));
  const widened = backend.makeOutput([taps, channels * wide], 'float32');
  multiply(
    simd,
    backend,
    toWeights,
    sums,
    { batch: 1, batchOfA: 1, batchOfB: 1, rows: taps, depth: planes, columns: channels * wide },
    widened,
    { transposeB: false },
  );
  for (const { dataId } of [inputs, shares, sums, patch, scratch, toWeights]) {
    backend.disposeData(dataId);
  }
  const shape = [filterHeight, filterWidth, channels, outChannels];
  if (wide === outChannels) return reshaped(widened, shape);
  const gradient = backend.makeOutput(shape, 'float32');
  const [from, to] = [addressOf(backend, widened), addressOf(backend, gradient)];
  simd.copyRows(from, wide, to, outChannels, taps * channels, outChannels);
  backend.disposeData(widened.dataId);
  return gradient;
}

/** So many tiles at once that what is computed of them stays in the cache: a multiple of four. */
function tilesInGroup({ rows, columns, convolution, ...tiling }: Tiling): number {
  const { batch, channels, outChannels } = convolution;
  const all = batch * tiling.tileRows * tiling.tileColumns;
  const fit = Math.floor(floatsAtOnce / (rows * columns * (channels + outChannels)));
  return Math.min(all, Math.max(16, fit - (fit % 4)));
}

function forEachGroup(
  { convolution: { batch }, tileRows, tileColumns }: Tiling,
  tilesAtOnce: number,
  visit: (first: number, tiles: number) => void,
): void {
  const all = batch * tileRows * tileColumns;
  for (let first = 0; first < all; first += tilesAtOnce) {
    visit(first, Math.min(tilesAtOnce, all - first));
  }
}

/** Addresses of tensors; all are allocated before the first is asked for, since the heap may grow. */
function addressesOf<Name extends string>(
  backend: WasmBackend,
  tensors: Readonly<Record<Name, tf.TensorInfo>>,
): Readonly<Record<Name, number>> {
  return Object.fromEntries(
    Object.entries<tf.TensorInfo>(tensors).map(([name, tensor]) => [
      name,
      addressOf(backend, tensor),
    ]),
  ) as Record<Name, number>;
}

const tileWindows = ({ tileRows, tileColumns, stepHeight, stepWidth }: Tiling): TileWindows => [
  tileRows,
  tileColumns,
  stepHeight,
  stepWidth,
];

function transformInputs(
  simd: SimdKernels,
  at: Readonly<Record<'x' | 'inputs' | 'patch' | 'scratch', number>>,
  plane: number,
  tiling: Tiling,
  first: number,
  tiles: number,
): void {
  const { convolution, rows, columns } = tiling;
  simd.winogradInput(
    at.x,
    at.inputs,
    plane,
    at.patch,
    at.scratch,
    first,
    tiles,
    convolution.height,
    convolution.width,
    convolution.channels,
    ...tileWindows(tiling),
    convolution.padTop,
    convolution.padLeft,
    rows,
    columns,
  );
}

/** The filter at the points, packed: `[planes, floats of a plane]`. */
function transformedFilter(
  simd: SimdKernels,
  backend: WasmBackend,
  filter: tf.TensorInfo,
  tiling: Tiling,
  rotated: boolean,
): tf.TensorInfo {
  const { rows, columns, convolution } = tiling;
  const { channels, outChannels, filterHeight, filterWidth } = convolution;
  const planes = rows * columns;
  const taps = filterHeight * filterWidth;
  const size = channels * outChannels;
  const toPoints = backend.makeOutput([planes, taps], 'float32');
  backend.typedArrayFromHeap(toPoints).set(filterTransform(tiling, { rotated }));
  const transformed = backend.makeOutput([planes, size], 'float32');
  const product = { rows: planes, depth: taps, columns: size };
  multiply(
    simd,
    backend,
    toPoints,
    filter,
    { batch: 1, batchOfA: 1, batchOfB: 1, ...product },
    transformed,
    { transposeB: false },
  );
  const panelSize = Math.ceil(outChannels / 8) * 8 * channels;
  const panels = backend.makeOutput([planes, panelSize], 'float32');
  for (let plane = 0; plane < planes; plane++) {
    const from = addressOf(backend, transformed) + plane * size * bytesPerFloat;
    const to = addressOf(backend, panels) + plane * panelSize * bytesPerFloat;
    if (rotated) simd.packTurned(from, outChannels, channels, to);
    else simd.pack(from, channels, outChannels, to);
  }
  backend.disposeData(toPoints.dataId);
  backend.disposeData(transformed.dataId);
  return panels;
}

/**
 * The weights of an axis at the six points, `[6, taps]`: powers of the point over the product of its
 * differences from the others (Lavin and Gray 2016, G of F(4, 3)); at infinity the last weight.
 */
function axisTransform(taps: number): number[][] {
  if (taps === 1) return [[1]];
  const finite: readonly (readonly [point: number, divisor: number])[] = [
    [0, 4],
    [1, -6],
    [-1, -6],
    [2, 24],
    [-2, 24],
  ];
  const powers = Array.from({ length: taps }, (_, power) => power);
  return [
    ...finite.map(([point, divisor]) => powers.map((power) => point ** power / divisor)),
    powers.map((power) => (power === taps - 1 ? 1 : 0)),
  ];
}

/** `[planes, taps]`, or transposed: the transform of a filter along both axes at once. */
function filterTransform(
  { convolution: { filterHeight, filterWidth } }: Tiling,
  { rotated = false, transposed = false },
): Float32Array {
  const down = axisTransform(filterHeight);
  const across = axisTransform(filterWidth);
  const planes = down.length * across.length;
  const taps = filterHeight * filterWidth;
  const transform = new Float32Array(planes * taps);
  down.forEach((vertical, i) =>
    across.forEach((horizontal, j) => {
      const plane = i * across.length + j;
      for (let y = 0; y < filterHeight; y++) {
        for (let z = 0; z < filterWidth; z++) {
          const tap = y * filterWidth + z;
          const weight = rotated ? taps - 1 - tap : tap;
          transform[transposed ? weight * planes + plane : plane * taps + weight] =
            vertical[y] * horizontal[z];
        }
      }
    }),
  );
  return transform;
}
