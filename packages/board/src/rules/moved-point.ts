const size = 19;

/**
 * Moves a point of the 19×19 board along an axis, as when the whole position shifts; undefined if
 * it leaves the board.
 *
 * @param point `row × 19 + column`.
 * @param axis `row` or `column`.
 */
export function pointWhenMoved(point: number, axis: string, shift: number): number | undefined {
  const place = axis === 'row' ? Math.floor(point / size) : point % size;
  if (place + shift < 0 || place + shift >= size) return undefined;
  return point + (axis === 'row' ? shift * size : shift);
}
