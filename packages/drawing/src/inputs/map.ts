import { cells, highlightCells, type Overlay, overlayCells } from './cells.ts';
import { type ColourScale, greys, magma } from '../svg/colours.ts';
import { at, type Drawing, label } from '../svg/drawing.ts';

/** The ticks of an axis, with their texts. */
export interface Tick {
  /** In positions: 0 is the edge of the first one, 0.5 its middle. */
  readonly position: number;
  readonly text: string;
}

export interface MapAxis {
  /** With its unit: `frequency, Hz`. */
  readonly title: string;
  readonly length: number;
  readonly ticks: readonly Tick[];
}

export interface MapOptions {
  readonly rows: MapAxis;
  readonly columns: MapAxis;
  /** The values at the two ends of the colours. */
  readonly from: number;
  readonly to: number;
  /** Whether row 0 is drawn at the bottom, as frequencies are. */
  readonly upwards?: boolean;
  readonly colours?: ColourScale;
  /** `[rows, columns]`, from 0 to 1: the importance of cells. */
  readonly highlight?: ArrayLike<number> | undefined;
  /** `[rows, columns]`: colours of cells. */
  readonly overlay?: Overlay | undefined;
}

const longest = 128;
/** Space at the left of the map and below it for numbers and a title. */
const left = 42;
const below = 26;

/**
 * Draws numbers along two named axes as colours, with ticks and titles.
 *
 * @param values `[rows, columns]`.
 */
export function mapDrawing(values: ArrayLike<number>, options: MapOptions): Drawing {
  const { rows, columns, from, to, upwards = false, highlight, overlay } = options;
  // Under other colours the map is grey, so that they are visible.
  const colours = options.colours ?? (highlight || overlay ? greys : magma);
  const size = (length: number): number => Math.min(16, Math.max(1, longest / length));
  const cell = { width: size(columns.length), height: size(rows.length) };
  // Limits the aspect ratio of cells to four, so that long and short axes remain comparable.
  cell.width = Math.min(cell.width, 4 * cell.height);
  cell.height = Math.min(cell.height, 4 * cell.width);
  const rowAt = (row: number): number => (upwards ? rows.length - 1 - row : row);
  const span = to - from || 1;
  const map = cells(rows.length, columns.length, cell, (row, column) =>
    colours((values[rowAt(row) * columns.length + column] - from) / span),
  );
  const shade =
    highlight &&
    highlightCells(
      Float32Array.from({ length: rows.length * columns.length }, (_, i) => {
        const row = Math.floor(i / columns.length);
        return highlight[rowAt(row) * columns.length + (i % columns.length)];
      }),
      rows.length,
      columns.length,
      cell,
    );
  const coloured =
    overlay &&
    overlayCells(
      overlay.map(
        (_, i) =>
          overlay[rowAt(Math.floor(i / columns.length)) * columns.length + (i % columns.length)],
      ),
      rows.length,
      columns.length,
      cell,
    );
  const rowTicks = rows.ticks.map(({ position, text }) =>
    label(left - 4, (upwards ? rows.length - position : position) * cell.height + 3, text, {
      anchor: 'end',
      size: 8,
    }),
  );
  const columnTicks = columns.ticks.map(({ position, text }) =>
    label(left + position * cell.width, map.height + 10, text, { anchor: 'middle', size: 8 }),
  );
  return {
    width: left + map.width + 6,
    height: map.height + below,
    svg:
      at(left, 0, map) +
      (shade ? at(left, 0, shade) : '') +
      (coloured ? at(left, 0, coloured) : '') +
      rowTicks.join('') +
      columnTicks.join('') +
      label(left + map.width / 2, map.height + 22, columns.title, { anchor: 'middle' }) +
      label(9, map.height / 2, rows.title, { anchor: 'middle', rotate: -90 }),
  };
}

/** Ticks at round positions, from 0. */
export function positionTicks(length: number, most = 4): Tick[] {
  const steps = [1, 2, 5].flatMap((digit) => [1, 10, 100, 1000, 10_000].map((ten) => digit * ten));
  const step = steps.sort((a, b) => a - b).find((each) => length / each <= most) ?? length;
  const ticks: Tick[] = [];
  for (let i = 0; i < length; i += step) ticks.push({ position: i + 0.5, text: String(i) });
  return ticks;
}
