import { blue } from './colours.ts';
import { path, round } from './element.ts';

export type Point = readonly [x: number, y: number];

/**
 * Draws an arrow from one point to another.
 *
 * The tip is a path and not a marker, because not every program rotates markers with their line.
 */
export function arrow(
  [x, y]: Point,
  [toX, toY]: Point,
  { colour = blue, width = 2.4 } = {},
): string {
  const length = Math.hypot(toX - x, toY - y);
  const [alongX, alongY] = [(toX - x) / length, (toY - y) / length];
  const at = (back: number, aside: number): string =>
    `${round(toX - back * alongX - aside * alongY)} ${round(toY - back * alongY + aside * alongX)}`;
  return (
    path(`M${round(x)} ${round(y)}L${at(5, 0)}`, {
      fill: 'none',
      stroke: colour,
      'stroke-width': width,
    }) + path(`M${at(0, 0)}L${at(9, 4.6)}L${at(9, -4.6)}Z`, { fill: colour })
  );
}
