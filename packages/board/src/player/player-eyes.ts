import type { Position } from '../rules/position.ts';

/**
 * Whether an empty point is an eye of a colour: that colour holds all sides, and all diagonals
 * except one (at the edge, all).
 *
 * Filling such a point gives up what keeps stones alive. This is the usual definition of simple
 * players (Brügmann 1993, "Monte Carlo Go"); it also protects some false eyes.
 */
export function isEye(position: Position, point: number, colour: number): boolean {
  const { points, size } = position;
  const row = Math.floor(point / size);
  const column = point % size;
  let beyond = 0;
  let foreign = 0;
  for (let down = -1; down <= 1; down++) {
    for (let right = -1; right <= 1; right++) {
      const y = row + down;
      const x = column + right;
      const isOff = y < 0 || x < 0 || y >= size || x >= size;
      if (down === 0 || right === 0) {
        if (isOff || (down === 0 && right === 0)) continue;
        if (points[y * size + x] !== colour) return false;
      } else if (isOff) {
        beyond++;
      } else if (points[y * size + x] !== colour) {
        // An empty diagonal can still be won: only the opponent's stones count.
        foreign += points[y * size + x] === 0 ? 0 : 1;
      }
    }
  }
  return foreign <= (beyond > 0 ? 0 : 1);
}
