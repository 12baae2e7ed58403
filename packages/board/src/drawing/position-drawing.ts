import {
  at,
  circle,
  type Drawing,
  highlightCells,
  label,
  type Overlay,
  overlayCells,
  path,
  rect,
} from '@axiswise/drawing';
import { gtpName } from '../rules/coordinates.ts';
import { firstPlane } from '../planes/planes.ts';

const cell = 10;
const margin = 16;
const wood = '#e3b873';
const lines = '#5b4522';
/** Stones of a synthetic position that are fainter than this are not drawn. */
const faintest = 0.06;

/**
 * Draws the input of a policy network as a board with stones and coordinates: the player to move
 * black, the opponent white.
 *
 * A synthetic input can hold fractions of stones; their opacity is their value.
 *
 * @param planes `[size, size, planes]`; only the stone planes are drawn.
 * @param as.highlight `[size, size]`, from 0 to 1: the importance of each point.
 * @param as.overlay `[size, size]`: colours of points.
 */
export function positionDrawing(
  planes: Float32Array,
  as: {
    readonly shape: readonly number[];
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
  },
): Drawing {
  const [size, , count] = as.shape;
  const side = size * cell;
  const middle = (i: number): number => (i + 0.5) * cell;
  const grid = Array.from(
    { length: size },
    (_, i) =>
      `M${middle(0)} ${middle(i)}H${middle(size - 1)}M${middle(i)} ${middle(0)}V${middle(size - 1)}`,
  );
  const stones: string[] = [];
  for (let point = 0; point < size * size; point++) {
    const strength = (plane: number): number =>
      Math.min(1, Math.max(0, planes[point * count + plane]));
    const [own, opponent] = [strength(firstPlane.own), strength(firstPlane.opponent)];
    const seen = Math.max(own, opponent);
    if (seen < faintest) continue;
    const grey = Math.round((255 * opponent) / (own + opponent));
    stones.push(
      circle(middle(point % size), middle(Math.floor(point / size)), 0.46 * cell, {
        fill: `rgb(${grey},${grey},${grey})`,
        'fill-opacity': seen,
        stroke: '#000',
        'stroke-opacity': 0.6 * seen,
        'stroke-width': 0.5,
      }),
    );
  }
  const names = Array.from({ length: size }, (_, i) => [
    label(margin + middle(i), margin - 4, gtpName(i, size)[0], { anchor: 'middle', size: 6.5 }),
    label(margin - 3, margin + middle(i) + 2.4, String(size - i), { anchor: 'end', size: 6.5 }),
  ]).flat();
  return {
    width: margin + side + 4,
    height: margin + side + 4,
    svg:
      at(margin, margin, {
        svg:
          rect(0, 0, side, side, { fill: wood }) +
          path(grid.join(''), { stroke: lines, 'stroke-width': 0.6, fill: 'none' }) +
          starPoints(size)
            .map(([row, column]) => circle(middle(column), middle(row), 1.3, { fill: lines }))
            .join('') +
          stones.join('') +
          (as.highlight ? highlightCells(as.highlight, size, size, cell).svg : '') +
          (as.overlay ? overlayCells(as.overlay, size, size, cell).svg : ''),
      }) + names.join(''),
  };
}

/** The star points: nine on 19×19, none elsewhere. */
function starPoints(size: number): [number, number][] {
  if (size !== 19) return [];
  return [3, 9, 15].flatMap((row) => [3, 9, 15].map((column): [number, number] => [row, column]));
}
