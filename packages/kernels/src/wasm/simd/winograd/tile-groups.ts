import type { SimdKernels, TileWindows } from '../simd.ts';
import type { Tiling } from '../../../winograd-tiling.ts';

/** Floats of a group of transformed tiles, and of their products: they fit into the cache. */
const floatsAtOnce = 1 << 17;

/** Vectors for one tile on its way; see winograd.as. */
export const scratchFloats = 36 * 4;

/** So many tiles at once that what is computed of them stays in the cache: a multiple of four. */
export function tilesInGroup({ rows, columns, convolution, blocks, ...tiling }: Tiling): number {
  const { batch, channels, outChannels } = convolution;
  const all = batch * tiling.tileRows * tiling.tileColumns;
  const fit = Math.floor(floatsAtOnce / (rows * columns * (blocks * channels + outChannels)));
  return Math.min(all, Math.max(16, fit - (fit % 4)));
}

/** Calls back for every group of the tiles of a batch, with its first tile and their number. */
export function forEachGroup(
  { convolution: { batch }, tileRows, tileColumns }: Tiling,
  tilesAtOnce: number,
  visit: (first: number, tiles: number) => void,
): void {
  const all = batch * tileRows * tileColumns;
  for (let first = 0; first < all; first += tilesAtOnce) {
    visit(first, Math.min(tilesAtOnce, all - first));
  }
}

/**
 * Floats from one plane to the next: whole pages of 4 KiB and a line of the cache. Numbers of one tile in
 * all planes are used together; at distances of whole pages they would drive each other out of the cache.
 */
export const planeSize = (floats: number): number => Math.ceil(floats / 1024) * 1024 + 16;

/** Floats of the inputs, or of the outputs, of one tile. */
export const patchFloats = ({ rows, columns, blocks, blockTaps, convolution }: Tiling): number =>
  (rows + (blocks - 1) * blockTaps) *
  columns *
  Math.max(convolution.channels, convolution.outChannels);

export const tileWindows = ({
  tileRows,
  tileColumns,
  stepHeight,
  stepWidth,
}: Tiling): TileWindows => [tileRows, tileColumns, stepHeight, stepWidth];

/** Where transformed tiles of a group go, and what they need on the way. */
interface Target {
  readonly first: number;
  readonly tiles: number;
  /** Planes, `factorPlane` floats apart. */
  readonly factors: number;
  readonly factorPlane: number;
  readonly patch: number;
  readonly scratch: number;
}

/** Transforms the inputs of a group of tiles into planes of `[tiles, blocks × channels]`. */
export function transformInputs(simd: SimdKernels, x: number, tiling: Tiling, to: Target): void {
  const { convolution, rows, columns, blocks, blockTaps } = tiling;
  simd.winogradInput(
    x,
    to.factors,
    to.factorPlane,
    to.patch,
    to.scratch,
    to.first,
    to.tiles,
    convolution.height,
    convolution.width,
    convolution.channels,
    ...tileWindows(tiling),
    convolution.padTop,
    convolution.padLeft,
    rows,
    columns,
    blocks,
    blockTaps,
  );
}

/** Transforms dy of a group of tiles into planes of `[tiles, wide]`. */
export function transformOutputGradient(
  simd: SimdKernels,
  dy: number,
  wide: number,
  tiling: Tiling,
  to: Target,
): void {
  const { convolution, rows, columns } = tiling;
  simd.winogradOutputGradient(
    dy,
    to.factors,
    to.factorPlane,
    to.patch,
    to.scratch,
    to.first,
    to.tiles,
    convolution.outHeight,
    convolution.outWidth,
    convolution.outChannels,
    wide,
    ...tileWindows(tiling),
    rows,
    columns,
  );
}
