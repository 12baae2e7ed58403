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
  windowsAlong,
  windowStyle,
} from './shapes.ts';

const width = 190;
const thickness = 26;
/** A bar, its name above and the pooling marks below. */
const rowHeight = 22 + thickness + 18;

/** A strip for each axis below each other: for one axis, and for more than can be drawn as a solid. */
export function barsBody(along: readonly FilterAlongAxis[], look: BodyLook): Body {
  return {
    width,
    height: along.length * rowHeight,
    svg: along
      .map((axis, i) => `<g transform="translate(0 ${i * rowHeight + 22})">${bar(axis, look)}</g>`)
      .join(''),
  };
}

function bar(axis: FilterAlongAxis, look: BodyLook): string {
  const grid = gridAlong(axis.length, width).map((x) => `M${round(x)} 0V${thickness}`);
  const windows = look.hasFilters ? windowsAlong(axis, width, look.weightSharing) : [];
  const middle = thickness / 2;
  const arrows =
    axis.move === 'slide' && windows.length === 1
      ? reaches(windows[0], width).map(([from, to]) => arrow([from, middle], [to, middle]))
      : [];
  return (
    path(grid.join(''), `fill="none" stroke="${pale}" stroke-width=".7"`) +
    rect([0, 0, width, thickness], outlineStyle) +
    windows
      .map(({ start, size }, i) => rect([start, 0, size, thickness], windowStyle(ownColours[i])))
      .join('') +
    (windows.length > 1 && look.weightSharing === 'banded'
      ? path(
          [1, 2].map((i) => `M${round((i * width) / 3)} -3V${thickness + 3}`).join(''),
          bandStyle,
        )
      : '') +
    arrows.join('') +
    pooledAlong(axis, width)
      .map(({ start, size }) => rect([start, thickness + 5, size, 8], hatchStyle(look)))
      .join('') +
    axisLabel(axis, [width / 2, -8])
  );
}
