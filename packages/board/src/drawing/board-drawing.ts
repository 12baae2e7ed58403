import { gtpName } from '../rules/coordinates.ts';
import { BLACK, EMPTY, type Position } from '../rules/position.ts';

/**
 * Draws a position as text: X is black, O is white, with GTP coordinates around it.
 *
 * @example
 * const position = new Position(2);
 * position.play(0);
 * drawBoard(position);
 * //    A B
 * //  2 X .  2
 * //  1 . .  1
 * //    A B
 */
export function drawBoard({ points, size }: Pick<Position, 'points' | 'size'>): string {
  const letters = Array.from({ length: size }, (_, column) => gtpName(column, size)[0]).join(' ');
  const rows = Array.from({ length: size }, (_, row) => {
    const stones = Array.from(points.subarray(row * size, (row + 1) * size), (colour) =>
      colour === EMPTY ? '.' : colour === BLACK ? 'X' : 'O',
    ).join(' ');
    const number = String(size - row).padStart(2);
    return `${number} ${stones} ${number}`;
  });
  return [`   ${letters}`, ...rows, `   ${letters}`].join('\n');
}
