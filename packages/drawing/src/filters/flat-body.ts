import { pale } from '../svg/colours.ts';
import { arrow } from '../svg/arrow.ts';
import { at, type Drawing } from '../svg/drawing.ts';
import { path, rect, round } from '../svg/element.ts';
import type { FilterAlongAxis } from './filter-blocks.ts';
import {
  axisLabel,
  bandStyle,
  type BodyLook,
  gridAlong,
  hatchStyle,
  outlineStyle,
  ownColours,
  pooledAlong,
  reaches,
  type Window,
  windowsAlong,
  windowStyle,
} from './shapes.ts';

const longest = 144;
const shortest = 72;
const barLength = 190;
const barThickness = 26;
/** Space for the names of the axes at the left and above, and for the pooling marks opposite. */
const margin = { left: 24, top: 22, right: 24, bottom: 16 };

/** A side of the body; a side without an axis has a fixed short length. */
interface Side {
  readonly pixels: number;
  readonly along?: FilterAlongAxis;
}

/** Draws one axis as a bar, or more than three axes as a bar each, below each other. */
export function barsBody(axes: readonly FilterAlongAxis[], look: BodyLook): Drawing {
  const bars = axes.map((along) =>
    flat({ pixels: barThickness }, { pixels: barLength, along }, look),
  );
  const { width, height } = bars[0];
  return {
    width,
    height: height * bars.length,
    svg: bars.map((bar, i) => at(0, i * height, bar)).join(''),
  };
}

/** Draws two axes: the first downwards, the second across, as in a matrix. */
export function planeBody(
  [down, across]: readonly [FilterAlongAxis, FilterAlongAxis],
  look: BodyLook,
): Drawing {
  const most = Math.max(down.length, across.length);
  const sideOf = (along: FilterAlongAxis): Side => ({
    pixels: Math.max((along.length / most) * longest, shortest),
    along,
  });
  return flat(sideOf(down), sideOf(across), look);
}

function flat(down: Side, across: Side, look: BodyLook): Drawing {
  const [height, width] = [down.pixels, across.pixels];
  const inner =
    path(gridLines(down, across), { fill: 'none', stroke: pale, 'stroke-width': 0.7 }) +
    rect(0, 0, width, height, outlineStyle) +
    (look.hasFilters ? filters(down, across, look) : '') +
    poolsOf(down)
      .map(({ start, size }) => rect(width + 5, start, 8, size, hatchStyle(look)))
      .join('') + // prettier-ignore
    poolsOf(across)
      .map(({ start, size }) => rect(start, height + 5, size, 8, hatchStyle(look)))
      .join('') + // prettier-ignore
    (across.along ? axisLabel(across.along, width / 2, -8) : '') +
    (down.along ? axisLabel(down.along, -9, height / 2, -90) : '');
  return {
    width: margin.left + width + margin.right,
    height: margin.top + height + margin.bottom,
    svg: at(margin.left, margin.top, { svg: inner }),
  };
}

const gridLines = (down: Side, across: Side): string =>
  [
    ...linesOf(across).map((x) => `M${round(x)} 0V${round(down.pixels)}`),
    ...linesOf(down).map((y) => `M0 ${round(y)}H${round(across.pixels)}`),
  ].join('');

const linesOf = ({ along, pixels }: Side): number[] =>
  along ? gridAlong(along.length, pixels) : [];

const poolsOf = ({ along, pixels }: Side): Window[] => (along ? pooledAlong(along, pixels) : []);

const windowsOf = ({ along, pixels }: Side, sharing: BodyLook['weightSharing']): Window[] =>
  along ? windowsAlong(along, pixels, sharing) : [{ start: 0, size: pixels }];

const slides = ({ along }: Side): boolean => along?.move === 'slide';

function filters(down: Side, across: Side, { weightSharing }: BodyLook): string {
  const windows = (rows: readonly Window[], columns: readonly Window[]): string =>
    rows
      .flatMap((row, i) =>
        columns.map((column, j) =>
          rect(
            ...([column.start, row.start, column.size, row.size] as const),
            windowStyle(ownColours[(i + 2 * j) % ownColours.length]),
          ),
        ),
      )
      .join('');
  if (weightSharing === 'none') {
    return windows(windowsOf(down, 'none'), windowsOf(across, 'none'));
  }
  if (weightSharing === 'banded') {
    // Bands divide one axis; across it there is one window.
    const alongDown = slides(down);
    const cuts = [1, 2].map((i) =>
      alongDown
        ? `M0 ${round((i * down.pixels) / 3)}h${round(across.pixels)}`
        : `M${round((i * across.pixels) / 3)} 0v${round(down.pixels)}`,
    );
    return (
      windows(
        windowsOf(down, alongDown ? 'banded' : 'full'),
        windowsOf(across, alongDown ? 'full' : 'banded'),
      ) + path(cuts.join(''), bandStyle)
    );
  }
  const [[row], [column]] = [windowsOf(down, 'full'), windowsOf(across, 'full')];
  const [x, y] = [column.start + column.size / 2, row.start + row.size / 2];
  return [
    windows([row], [column]),
    ...(slides(down) ? reaches(row, down.pixels).map(([from, to]) => arrow([x, from], [x, to])) : []), // prettier-ignore
    ...(slides(across) ? reaches(column, across.pixels).map(([from, to]) => arrow([from, y], [to, y])) : []), // prettier-ignore
  ].join('');
}
