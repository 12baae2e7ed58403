import { blue, line, muted } from '../svg/colours.ts';
import { label } from '../svg/drawing.ts';
import type { Attributes } from '../svg/element.ts';
import type { DrawnStrategy, FilterAlongAxis } from './filter-blocks.ts';

/** What the body of a drawing needs besides the axes. */
export interface BodyLook {
  /** Prefix of ids: `<id>-hatch`. */
  readonly id: string;
  /** Whether there are filters at all. */
  readonly hasFilters: boolean;
  readonly weightSharing: DrawnStrategy['weightSharing'];
}

/** A window that covers part of a side. */
export interface Window {
  readonly start: number;
  readonly size: number;
}

/** The colours of filters with different weights. */
export const ownColours = [blue, '#d55e00', '#009e73'] as const;

/**
 * Places windows along an axis of `side` pixels: one if weights are shared, several if bands or
 * positions have their own. To scale, but never too small to see.
 */
export function windowsAlong(
  { move, kernelSize, length }: FilterAlongAxis,
  side: number,
  weightSharing: DrawnStrategy['weightSharing'],
): Window[] {
  if (move === 'span') return [{ start: 0, size: side }];
  const size = Math.min(Math.max((kernelSize / length) * side, 13), 0.8 * side);
  if (weightSharing === 'full') return [{ start: Math.max(0, 0.42 * (side - size)), size }];
  const third = side / 3;
  if (weightSharing === 'banded') {
    const own = Math.min(size, third - 8);
    return [0, 1, 2].map((i) => ({ start: (i + 0.5) * third - own / 2, size: own }));
  }
  const own = Math.min(size, third - 3);
  return [-1, 0, 1].map((i) => ({ start: side / 2 + i * (own + 3) - own / 2, size: own }));
}

/** Start and end of arrows away from a window, on both sides; shortened to the available space. */
export function reaches({ start, size }: Window, side: number): [from: number, to: number][] {
  const gap = 5;
  const reach = (free: number): number => gap + Math.min(17, Math.max(9, free - gap - 2));
  return [
    [start - gap, start - reach(start)],
    [start + size + gap, start + size + reach(side - start - size)],
  ];
}

/** Lines between positions, as many as remain distinguishable. */
export function gridAlong(length: number, side: number): number[] {
  const step = Math.ceil(7 / (side / length));
  const lines: number[] = [];
  for (let position = step; position < length; position += step) {
    lines.push((position / length) * side);
  }
  return lines;
}

/** Every second group of pooled positions, or the whole axis; at least wide enough to show the hatching. */
export function pooledAlong({ pool, poolsAll, length }: FilterAlongAxis, side: number): Window[] {
  if (pool <= 1) return [];
  if (poolsAll) return [{ start: 0, size: side }];
  const group = (pool / length) * side;
  const drawn = group * Math.ceil(6 / group);
  const marks: Window[] = [];
  for (let start = 0; start < side - 1; start += 2 * drawn) {
    marks.push({ start, size: Math.min(drawn, side - start) });
  }
  return marks;
}

export const windowStyle = (colour: string = blue): Attributes => ({
  fill: colour,
  'fill-opacity': 0.2,
  stroke: colour,
  'stroke-width': 2.2,
});

export const outlineStyle: Attributes = { fill: 'none', stroke: line, 'stroke-width': 1.2 };

export const bandStyle: Attributes = {
  fill: 'none',
  stroke: muted,
  'stroke-width': 1.2,
  'stroke-dasharray': '4 3',
};

export const hatchStyle = ({ id }: BodyLook): Attributes => ({
  fill: `url(#${id}-hatch)`,
  stroke: muted,
  'stroke-width': 0.8,
});

/** The name and length of an axis, around a point. */
export const axisLabel = (
  { axis, length }: FilterAlongAxis,
  x: number,
  y: number,
  rotate = 0,
): string =>
  label(x, y, `${axis.length > 20 ? `${axis.slice(0, 19)}…` : axis} ${length}`, {
    size: 12,
    anchor: 'middle',
    rotate,
  });
