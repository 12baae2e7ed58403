import type { Stroke } from './styles.ts';

/** A curve as short straight segments: x and y of its points, one after the other. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Samples the smooth curve through the points of a stroke, about one sample every `step` along the
 * chords. A point that occurs twice in succession is a corner.
 *
 * Between corners the curve is a Catmull-Rom spline whose end tangents point along the first and
 * the last chord.
 */
export function sampleSpline(stroke: Stroke, step: number): Polyline {
  const x: number[] = [stroke[0][0]];
  const y: number[] = [stroke[0][1]];
  const last = stroke.length - 1;
  for (let i = 0; i < last; i++) {
    const [x1, y1] = stroke[i];
    const [x2, y2] = stroke[i + 1];
    if (x1 === x2 && y1 === y2) continue;
    const [x0, y0] = i > 0 ? stroke[i - 1] : stroke[i];
    const [x3, y3] = i + 1 < last ? stroke[i + 2] : stroke[i + 1];
    const pieces = Math.max(1, Math.round(Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) / step));
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      x.push(catmullRom(x0, x1, x2, x3, t));
      y.push(catmullRom(y0, y1, y2, y3, t));
    }
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** The value at t in [0, 1] between p1 and p2 (Catmull and Rom 1974, tension 1/2). */
function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  const linear = p2 - p0;
  const square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  const cubic = 3 * (p1 - p2) + p3 - p0;
  return p1 + 0.5 * t * (linear + t * (square + t * cubic));
}
