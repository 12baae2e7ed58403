import { arrow, type Point } from '../svg/arrow.ts';
import { blue, line, pale } from '../svg/colours.ts';
import { at as placedAt, type Drawing } from '../svg/drawing.ts';
import { path, round } from '../svg/element.ts';
import type { FilterAlongAxis } from './filter-blocks.ts';
import {
  axisLabel,
  bandStyle,
  type BodyLook,
  hatchStyle,
  ownColours,
  pooledAlong,
  type Window,
  windowsAlong,
} from './shapes.ts';

type Three<T> = readonly [T, T, T];

const longest = 120;
const shortest = 50;
/** Cabinet projection: the third axis goes back, up and to the right, at half length. */
const backwards = { x: 0.42, y: -0.36 };
const margin = { left: 32, top: 12, right: 22, bottom: 34 };

/** Draws three axes: the first downwards, the second across, the third back. */
export function boxBody(along: Three<FilterAlongAxis>, look: BodyLook): Drawing {
  const most = Math.max(...along.map(({ length }) => length));
  const [height, width, depth] = along.map(({ length }) =>
    Math.max((length / most) * longest, shortest),
  );
  const risen = -backwards.y * depth;
  const project = (down: number, across: number, back: number): Point => [
    across + backwards.x * back,
    risen + down + backwards.y * back,
  ];
  const at = (down: number, across: number, back: number): string =>
    project(down, across, back).map(round).join(' ');
  const polygon = (...corners: string[]): string => `M${corners.join('L')}Z`;

  const corner = at(height, 0, depth);
  const hiddenEdges =
    `M${corner}L${at(height, 0, 0)}M${corner}L${at(0, 0, depth)}M${corner}` +
    `L${at(height, width, depth)}`;
  const sides: Three<number> = [height, width, depth];
  const whole = sides.map((size) => ({ start: 0, size })) as unknown as Three<Window>;
  const windows = along.map((axis, i) => windowsAlong(axis, sides[i], look.weightSharing));
  // Windows with different weights follow each other along the first axis along which the filter
  // slides.
  const several =
    look.weightSharing === 'full' ? -1 : along.findIndex(({ move }) => move === 'slide');
  const drawn = (several < 0 ? [0] : [0, 1, 2]).map(
    (n) =>
      windows.map((each, i) =>
        i === several ? each[n] : windowsAlong(along[i], sides[i], 'full')[0],
      ) as unknown as Three<Window>,
  );
  return {
    width: margin.left + width + backwards.x * depth + margin.right,
    height: margin.top + height + risen + margin.bottom,
    svg: placedAt(margin.left, margin.top, { svg: inner() }),
  };

  function inner(): string {
    const backAngle = (Math.atan2(backwards.y, backwards.x) * 180) / Math.PI;
    const [backX, backY] = project(height + 20, width + 8, depth / 2);
    return (
      path(hiddenEdges, {
        fill: 'none',
        stroke: pale,
        'stroke-width': 1.1,
        'stroke-dasharray': '3 3',
      }) +
      path(faces(whole), {
        fill: 'none',
        stroke: line,
        'stroke-width': 1.2,
        'stroke-linejoin': 'round',
      }) +
      (look.hasFilters ? drawn.map(windowFaces).join('') : '') +
      (look.hasFilters && several < 0 ? arrows(drawn[0]) : '') +
      (look.weightSharing === 'banded' && several >= 0 ? path(bands(), bandStyle) : '') +
      pools() +
      axisLabel(along[1], width / 2, risen + height + 28) +
      axisLabel(along[0], -15, risen + height / 2, -90) +
      axisLabel(along[2], backX, backY, backAngle)
    );
  }

  function windowFaces(window: Three<Window>, i: number): string {
    const colour = ownColours[i] ?? blue;
    return path(faces(window), {
      fill: colour,
      'fill-opacity': 0.18,
      stroke: colour,
      'stroke-width': 2,
      'stroke-linejoin': 'round',
    });
  }

  /** The visible faces: the front, the top and the right side. */
  function faces([down, across, back]: Three<Window>): string {
    const [t, b] = [down.start, down.start + down.size];
    const [l, r] = [across.start, across.start + across.size];
    const [n, f] = [back.start, back.start + back.size];
    return (
      polygon(at(t, l, n), at(t, r, n), at(b, r, n), at(b, l, n)) +
      polygon(at(t, l, n), at(t, l, f), at(t, r, f), at(t, r, n)) +
      polygon(at(t, r, n), at(t, r, f), at(b, r, f), at(b, r, n))
    );
  }

  /** Arrows start from the middles of the visible faces. */
  function arrows(window: Three<Window>): string {
    const [down, across, back] = window;
    const [row, column] = [down.start + down.size / 2, across.start + across.size / 2];
    const ways: Three<(to: number) => Point> = [
      (to) => project(to, column, back.start),
      (to) => project(row, to, back.start),
      (to) => project(down.start, column, to),
    ];
    return along
      .flatMap(({ move }, i) => {
        if (move === 'span') return [];
        // The axis that goes back is drawn at half length.
        const reach = i === 2 ? 38 : 18;
        const { start, size } = window[i];
        const far = arrow(ways[i](start + size + 5), ways[i](start + size + 5 + reach));
        // The arrow to the front would cross the faces.
        return i === 2 ? [far] : [arrow(ways[i](start - 5), ways[i](start - 5 - reach)), far];
      })
      .join('');
  }

  function bands(): string {
    return [1, 2]
      .map((i) => {
        const cut = (i * sides[several]) / 3;
        if (several === 0) return `M${at(cut, 0, 0)}L${at(cut, width, 0)}L${at(cut, width, depth)}`;
        if (several === 1) return `M${at(height, cut, 0)}L${at(0, cut, 0)}L${at(0, cut, depth)}`;
        return `M${at(0, 0, cut)}L${at(0, width, cut)}L${at(height, width, cut)}`;
      })
      .join('');
  }

  /** Hatched along the edges: left, bottom, and the bottom right edge that goes back. */
  function pools(): string {
    const strips = along.flatMap((axis, i) =>
      pooledAlong(axis, sides[i]).map(({ start, size }) => {
        const end = start + size;
        if (i === 0)
          return polygon(at(start, -7, 0), at(end, -7, 0), at(end, -1, 0), at(start, -1, 0));
        if (i === 1) {
          return polygon(
            at(height + 3, start, 0),
            at(height + 3, end, 0),
            at(height + 10, end, 0),
            at(height + 10, start, 0),
          );
        }
        return polygon(
          at(height + 3, width, start),
          at(height + 3, width, end),
          at(height + 10, width, end),
          at(height + 10, width, start),
        );
      }),
    );
    return strips.map((strip) => path(strip, hatchStyle(look))).join('');
  }
}
