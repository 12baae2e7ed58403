import type { Drawing } from '../svg/drawing.ts';
import { element, path, round } from '../svg/element.ts';

/**
 * Draws a grid of coloured squares, `[rows, columns]`, without gaps.
 *
 * Neighbours of a row with the same colour are merged, and all runs of a colour are one path: a
 * picture of 28×28 takes some kilobytes.
 *
 * @param colourAt the colour of a square; undefined leaves it blank.
 *
 * @example
 * const { svg } = cells(1, 3, 2, (_, column) => (column < 2 ? '#000000' : '#ffffff'));
 * svg; // '<g shape-rendering="crispEdges"><path d="M0 0h4v2h-4z" fill="#000000"/><path d="M4 0h2v2h-2z" fill="#ffffff"/></g>'
 */
export function cells(
  rows: number,
  columns: number,
  cell: number | { readonly width: number; readonly height: number },
  colourAt: (row: number, column: number) => string | undefined,
): Drawing {
  const { width, height } = typeof cell === 'number' ? { width: cell, height: cell } : cell;
  const paths = new Map<string, string[]>();
  for (let row = 0; row < rows; row++) {
    let start = 0;
    let colour = colourAt(row, 0);
    for (let column = 1; column <= columns; column++) {
      const next = column < columns ? colourAt(row, column) : undefined;
      if (column < columns && next === colour) continue;
      if (colour !== undefined) {
        const length = round((column - start) * width);
        const stretch =
          `M${round(start * width)} ${round(row * height)}` +
          `h${length}v${round(height)}h${-length}z`;
        const known = paths.get(colour);
        if (known) known.push(stretch);
        else paths.set(colour, [stretch]);
      }
      start = column;
      colour = next;
    }
  }
  const stretches = [...paths].map(([colour, d]) => path(d.join(''), { fill: colour }));
  return {
    width: columns * width,
    height: rows * height,
    svg: element('g', { 'shape-rendering': 'crispEdges' }, ...stretches),
  };
}

/** A colour for each position of an input, such as that of its class; undefined where there is none. */
export type Overlay = readonly (string | undefined)[];

/**
 * Overlays a drawing with colours through which it is seen.
 *
 * @param overlay `[rows, columns]`.
 */
export function overlayCells(
  overlay: Overlay,
  rows: number,
  columns: number,
  cell: number | { readonly width: number; readonly height: number },
): Drawing {
  const drawing = cells(rows, columns, cell, (row, column) => overlay[row * columns + column]);
  return { ...drawing, svg: element('g', { opacity: 0.6 }, drawing.svg) };
}

/**
 * Overlays a drawing with red that is denser for more important cells; nothing for importance 0.
 *
 * @param values `[rows, columns]`, from 0 to 1.
 */
export function highlightCells(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  cell: number | { readonly width: number; readonly height: number },
): Drawing {
  // More than a few dozen shades are not distinguishable; few shades make long runs.
  const shades = 24;
  return cells(rows, columns, cell, (row, column) => {
    const shade = Math.round(shades * Math.min(1, Math.max(0, values[row * columns + column])));
    return shade === 0 ? undefined : `rgba(230,30,30,${round((0.85 * shade) / shades)})`;
  });
}
