import type { Footprint } from './footprint.ts';

/** A stretch of one axis: its own part, and what its positions see besides. */
export interface Stretch {
  /** Its own pixels, `[from, to)`: the own parts of all stretches are the whole axis. */
  readonly from: number;
  readonly to: number;
  /** The pixels that are computed, `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

/**
 * Divides an axis so that a network computes on each part, in its own stretch, what it computes there
 * on the whole.
 *
 * Around the own part lies as much as a position sees. Each part begins on the network's coarsest
 * grid and leaves the same remainder on it as the whole, so that strides fall on the same pixels and
 * padding to `same` takes the same side.
 *
 * @param length of the axis in pixels.
 * @param size of an own part, about: rounded up to the grid.
 */
export function divideAxis(length: number, size: number, footprint: Footprint): Stretch[] {
  const { stride, receptiveField } = footprint;
  const roundUp = (pixels: number): number => Math.ceil(pixels / stride) * stride;
  const own = Math.max(stride, roundUp(size));
  const margin = roundUp(receptiveField);
  const stretches: Stretch[] = [];
  let to = 0;
  for (let from = 0; from < length; from = to) {
    // What is left over joins the last part: alone it might be smaller than a step of the grid.
    to = length - from < 1.5 * own ? length : from + own;
    const end = to === length ? length : Math.min(length, roundUp(to) + margin + (length % stride));
    stretches.push({ from, to, start: Math.max(0, from - margin), end });
  }
  return stretches;
}

/** Where in a part's feature map its own positions lie, `[begin, begin + size)`. */
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
