import type { Footprint } from './footprint.ts';

/** A tile of one axis: its own part, and the surrounding pixels that its positions see. */
export interface Stretch {
  /** Its own pixels, `[from, to)`: the own parts of all tiles make up the axis. */
  readonly from: number;
  readonly to: number;
  /** The computed pixels, `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

/**
 * Divides an axis into tiles such that a network computes the same on the own part of each tile as
 * on the whole.
 *
 * The own part is surrounded by as many pixels as a position sees. Each tile begins on the
 * network's coarsest grid and has the same remainder on it as the whole, so that strides fall on
 * the same pixels and `same` padding is on the same side.
 *
 * @param length of the axis in pixels.
 * @param size approximate size of an own part; it is rounded up to the grid.
 */
export function divideAxis(length: number, size: number, footprint: Footprint): Stretch[] {
  const { stride, receptiveField } = footprint;
  const roundUp = (pixels: number): number => Math.ceil(pixels / stride) * stride;
  const own = Math.max(stride, roundUp(size));
  const margin = roundUp(receptiveField);
  const stretches: Stretch[] = [];
  let to = 0;
  for (let from = 0; from < length; from = to) {
    // The remainder joins the last tile: alone it could be smaller than a step of the grid.
    to = length - from < 1.5 * own ? length : from + own;
    const end = to === length ? length : Math.min(length, roundUp(to) + margin + (length % stride));
    stretches.push({ from, to, start: Math.max(0, from - margin), end });
  }
  return stretches;
}

/** Locates a tile's own positions in its feature map, `[begin, begin + size)`. */
export function ownPositions(
  { from, to, start }: Stretch,
  stride: number,
  { isLast, available }: { readonly isLast: boolean; readonly available: number },
): { readonly begin: number; readonly size: number } {
  const begin = Math.min(available, (from - start) / stride);
  // Padding inside the network may have moved the last positions beyond the last pixel.
  const end = isLast ? available : Math.min(available, (to - start) / stride);
  return { begin, size: Math.max(0, end - begin) };
}
