import { at, type Drawing } from '../svg/drawing.ts';
import type { Overlay } from './cells.ts';
import { framesDrawing } from './frames.ts';
import { mapDrawing, positionTicks } from './map.ts';
import { seriesDrawing } from './series.ts';

/** The largest number of channels that are drawn. */
const mostChannels = 6;

/**
 * Draws an input of any domain along its named axes: lines for one axis, maps for two axes, one per
 * channel (the first six); for more axes the maps of the last two, side by side.
 *
 * @param values `[...lengths, channels]`.
 * @param options.from the value at the lower end of colours and lanes, and `to` at the upper end.
 * @param options.highlight `[...lengths]`, from 0 to 1: the importance of positions.
 * @param options.overlay `[...lengths]`: colours of positions.
 */
export function inputDrawing(
  values: ArrayLike<number>,
  options: {
    readonly axes: readonly string[];
    readonly shape: readonly number[];
    readonly from: number;
    readonly to: number;
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
  },
): Drawing {
  const { axes, shape, from, to, highlight, overlay } = options;
  const channels = shape[shape.length - 1];
  const shown = Math.min(channels, mostChannels);
  const channel = (which: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => values[i * channels + which]);
  if (axes.length === 1) {
    const [length] = shape;
    const drawn = Float32Array.from(
      { length: length * shown },
      (_, i) => values[Math.floor(i / shown) * channels + (i % shown)],
    );
    return seriesDrawing(drawn, {
      ...{ title: axes[0], length, channels: shown, from, to },
      ...{ highlight, overlay },
    });
  }
  if (axes.length > 2) return framesOfPlanes(values, options);
  const [rows, columns] = shape;
  const maps = Array.from({ length: shown }, (_, which) =>
    mapDrawing(channel(which, rows * columns), {
      rows: { title: axes[0], length: rows, ticks: positionTicks(rows) },
      columns: { title: axes[1], length: columns, ticks: positionTicks(columns) },
      from,
      to,
      highlight,
      overlay,
    }),
  );
  const gap = 10;
  return {
    width: maps.reduce((sum, map) => sum + map.width + gap, -gap),
    height: maps[0].height,
    svg: maps.map((map, i) => at(i * (map.width + gap), 0, map)).join(''),
  };
}

/** The maps of the last two axes, one for each position of the others. */
function framesOfPlanes(
  values: ArrayLike<number>,
  options: Parameters<typeof inputDrawing>[1],
): Drawing {
  const { axes, shape, highlight, overlay } = options;
  const plane = shape.slice(-3);
  const [rows, columns, channels] = plane;
  const size = rows * columns;
  const count = shape.slice(0, -3).reduce((product, length) => product * length, 1);
  const part = (all: ArrayLike<number>, frame: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => all[frame * length + i]);
  return framesDrawing(
    count,
    (frame) =>
      inputDrawing(part(values, frame, size * channels), {
        ...options,
        axes: axes.slice(-2),
        shape: plane,
        highlight: highlight && part(highlight, frame, size),
        overlay: overlay?.slice(frame * size, (frame + 1) * size),
      }),
    axes.slice(0, -2).join(', '),
  );
}
