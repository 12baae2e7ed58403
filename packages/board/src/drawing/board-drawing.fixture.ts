import { BLACK, type Colour, EMPTY, Position, WHITE } from '../rules/position.ts';

/**
 * Reads a position drawn in a test: `X` black, `O` white, `.` empty, rows from the top.
 *
 * @param toMove the player to move.
 */
export function drawn(rows: string, toMove: Colour = BLACK): Position {
  const lines = rows
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s/g, ''));
  const position = new Position(lines.length);
  lines.forEach((line, row) => {
    [...line].forEach((mark, column) => {
      const colour = { X: BLACK, O: WHITE, '.': EMPTY }[mark]!;
      if (colour !== EMPTY) position.place(row * lines.length + column, colour);
    });
  });
  position.toMove = toMove;
  return position;
}
