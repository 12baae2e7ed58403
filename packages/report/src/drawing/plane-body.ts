import type { FilterAlongAxis } from '@axiswise/compare';
import { pale } from '../charts/look.ts';
import {
  arrow,
  axisLabel,
  bandStyle,
  type Body,
  type BodyLook,
  gridAlong,
  hatchStyle,
  outlineStyle,
  ownColours,
  path,
  pooledAlong,
  reaches,
  rect,
  round,
  type Window,
  windowsAlong,
  windowStyle,
} from './shapes.ts';

const longest = 144;
const shortest = 72;
/** Room for the names of the axes at the left and above, and for the pooling marks opposite. */
const margin = { left: 24, top: 22, right: 24, bottom: 16 };

/** Two axes: the first downwards, the second across, as matrices are written. */
export function planeBody(
  [down, across]: readonly [FilterAlongAxis, FilterAlongAxis],
  look: BodyLook,
): Body {
  const most = Math.max(down.length, across.length);
  const sideOf = ({ length }: FilterAlongAxis): number =>
    Math.max((length / most) * longest, shortest);
  const [height, width] = [sideOf(down), sideOf(across)];
  const grid = [
    ...gridAlong(across.length, width).map((x) => `M${round(x)} 0V${round(height)}`),
    ...gridAlong(down.length, height).map((y) => `M0 ${round(y)}H${round(width)}`),
  ].join('');
  return {
    width: margin.left + width + margin.right,
    height: margin.top + height + margin.bottom,
    svg:
      `<g transform="translate(${margin.left} ${margin.top})">` +
      path(grid, `fill="none" stroke="${pale}" stroke-width=".7"`) +
      rect([0, 0, width, height], outlineStyle) +
      (look.hasFilters ? filters() : '') +
      pooledAlong(down, height)
        .map(({ start, size }) => rect([width + 5, start, 8, size], hatchStyle(look)))
        .join('') +
      pooledAlong(across, width)
        .map(({ start, size }) => rect([start, height + 5, size, 8], hatchStyle(look)))
        .join('') +
      axisLabel(across, [width / 2, -8]) +
      axisLabel(down, [0, 0], `transform="translate(-9 ${round(height / 2)}) rotate(-90)"`) +
      `</g>`,
  };

  function filters(): string {
    const rows = windowsAlong(down, height, look.weightSharing);
    const columns = windowsAlong(across, width, look.weightSharing);
    const slides = [down.move === 'slide', across.move === 'slide'];
    if (look.weightSharing === 'none') {
      return rows
        .flatMap((row, i) =>
          columns.map((column, j) =>
            rect(
              [column.start, row.start, column.size, row.size],
              windowStyle(ownColours[(i + 2 * j) % ownColours.length]),
            ),
          ),
        )
        .join('');
    }
    // Bands lie along one axis; across it there is one window.
    const banded = look.weightSharing === 'banded';
    const alongDown = banded && slides[0];
    const pairs: [Window, Window][] = banded
      ? alongDown
        ? rows.map((row) => [row, windowsAlong(across, width, 'full')[0]])
        : columns.map((column) => [windowsAlong(down, height, 'full')[0], column])
      : [[rows[0], columns[0]]];
    const bands = [1, 2].map((i) =>
      alongDown
        ? `M0 ${round((i * height) / 3)}H${round(width)}`
        : `M${round((i * width) / 3)} 0V${round(height)}`,
    );
    return (
      pairs
        .map(([row, column], i) =>
          rect([column.start, row.start, column.size, row.size], windowStyle(ownColours[i])),
        )
        .join('') +
      (banded ? path(bands.join(''), bandStyle) : '') +
      (banded ? '' : arrows(pairs[0], slides))
    );
  }

  function arrows(
    [row, column]: readonly [Window, Window],
    [slidesDown, slidesAcross]: boolean[],
  ): string {
    const [x, y] = [column.start + column.size / 2, row.start + row.size / 2];
    return [
      ...(slidesDown ? reaches(row, height).map(([from, to]) => arrow([x, from], [x, to])) : []),
      ...(slidesAcross
        ? reaches(column, width).map(([from, to]) => arrow([from, y], [to, y]))
        : []),
    ].join('');
  }
}
