import { unlabelled } from '@axiswise/data';
import type { PenLine } from './draw-digit.ts';
import { SIDE } from './ink.ts';

/** What {@link strokeDirections} tells apart; each direction stands for its opposite too. */
export const directionNames = [
  'background',
  'horizontal',
  'rising',
  'vertical',
  'falling',
] as const;

/** So near to the border between two directions a pixel is of neither, in degrees. */
const undecided = 5;
/** From so far inside a line, in pixels, a pixel is ink, and from so far outside it is background. */
const insideBy = 0.25;
const outsideBy = 0.75;

/**
 * Says which way the stroke goes at each pixel, as the pen that drew it knows: an index into
 * {@link directionNames}, the background where there is no line. Each direction is 45° wide, `horizontal` from
 * −22.5° to 22.5°. Pixels at the edge of a line and within 5° of two directions are unlabelled.
 *
 * @returns a label for each pixel of the picture, row by row.
 */
export function strokeDirections(lines: readonly PenLine[]): Int16Array {
  const labels = new Int16Array(SIDE * SIDE);
  for (let at = 0; at < labels.length; at++) {
    const nearest = nearestSegment(lines, (at % SIDE) + 0.5, Math.floor(at / SIDE) + 0.5);
    if (nearest === undefined || nearest.outside >= outsideBy) continue;
    labels[at] = nearest.outside <= -insideBy ? directionOf(nearest) : unlabelled;
  }
  return labels;
}

/** A piece of a line, with the way that it goes, and how far outside of its ink a place is. */
interface Segment {
  readonly dx: number;
  readonly dy: number;
  /** Below 0 inside. */
  readonly outside: number;
}

function nearestSegment(lines: readonly PenLine[], px: number, py: number): Segment | undefined {
  let nearest: Segment | undefined;
  for (const { x, y, radius } of lines) {
    for (let i = 0; i + 1 < x.length; i++) {
      if (radius[i] === 0 || radius[i + 1] === 0) continue;
      const [dx, dy] = [x[i + 1] - x[i], y[i + 1] - y[i]];
      const along = ((px - x[i]) * dx + (py - y[i]) * dy) / Math.max(dx * dx + dy * dy, 1e-12);
      const t = Math.min(Math.max(along, 0), 1);
      const distance = Math.hypot(px - x[i] - t * dx, py - y[i] - t * dy);
      const outside = distance - (radius[i] + t * (radius[i + 1] - radius[i]));
      if (nearest === undefined || outside < nearest.outside) nearest = { dx, dy, outside };
    }
  }
  return nearest;
}

function directionOf({ dx, dy }: Segment): number {
  // From −90° to 90°, upwards to the right above 0: rows count downwards.
  const degrees = (Math.atan(-dy / (dx === 0 ? 1e-12 : dx)) * 180) / Math.PI;
  const eighths = (degrees + 180) / 45;
  const nearest = Math.round(eighths);
  if (Math.abs(eighths - nearest) * 45 > 22.5 - undecided) return unlabelled;
  return 1 + (nearest % 4);
}
