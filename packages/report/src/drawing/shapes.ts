import { round } from '@axiswise/drawing';
import type { ComparedStrategy, FilterAlongAxis } from '@axiswise/compare';
import { blue, line, muted } from '../charts/look.ts';
import { escapeMarkup } from '../markup.ts';

/** The picture between title and words, in pixels. */
export interface Body {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

export interface BodyLook {
  /** Prefix of what is referred to: `<id>-hatch`. */
  readonly id: string;
  /** Whether there are filters at all. */
  readonly hasFilters: boolean;
  readonly weightSharing: ComparedStrategy['weightSharing'];
}

/** A window that covers part of a side. */
export interface Window {
  readonly start: number;
  readonly size: number;
}

/** Filters with weights of their own differ in colour. */
export const ownColours = [blue, '#d55e00', '#009e73'] as const;

/**
 * Where windows lie along an axis that is `side` pixels long: one where weights are shared, several
 * where bands or positions have weights of their own. To scale, but never too small to be seen.
 */
export function windowsAlong(
  { move, kernelSize, length }: FilterAlongAxis,
  side: number,
  weightSharing: ComparedStrategy['weightSharing'],
): Window[] {
  if (move === 'span') return [{ start: 0, size: side }];
  const size = Math.min(Math.max((kernelSize / length) * side, 13), 0.8 * side);
  if (weightSharing === 'full') return [{ start: Math.max(0, 0.42 * (side - size)), size }];
  const [third] = [side / 3];
  if (weightSharing === 'banded') {
    const own = Math.min(size, third - 8);
    return [0, 1, 2].map((i) => ({ start: (i + 0.5) * third - own / 2, size: own }));
  }
  const own = Math.min(size, third - 3);
  return [-1, 0, 1].map((i) => ({ start: side / 2 + i * (own + 3) - own / 2, size: own }));
}

/** Where arrows away from a window begin and end, on both sides; none longer than there is room for. */
export function reaches({ start, size }: Window, side: number): [from: number, to: number][] {
  const gap = 5;
  const reach = (free: number): number => gap + Math.min(17, Math.max(9, free - gap - 2));
  return [
    [start - gap, start - reach(start)],
    [start + size + gap, start + size + reach(side - start - size)],
  ];
}

/** Lines between positions, as many as can be told apart. */
export function gridAlong(length: number, side: number): number[] {
  const step = Math.ceil(7 / (side / length));
  const lines: number[] = [];
  for (let position = step; position < length; position += step) {
    lines.push((position / length) * side);
  }
  return lines;
}

/** Every second group of positions that pooling makes one: at least wide enough to see its hatching. */
export function pooledAlong({ pool, length }: FilterAlongAxis, side: number): Window[] {
  if (pool <= 1) return [];
  const group = (pool / length) * side;
  const drawn = group * Math.ceil(6 / group);
  const marks: Window[] = [];
  for (let start = 0; start < side - 1; start += 2 * drawn) {
    marks.push({ start, size: Math.min(drawn, side - start) });
  }
  return marks;
}

export const rect = (
  [x, y, width, height]: readonly [number, number, number, number],
  style: string,
): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${style}/>`;

export const path = (d: string, style: string): string => `<path d="${d}" ${style}/>`;

export const windowStyle = (colour: string = blue): string =>
  `fill="${colour}" fill-opacity=".2" stroke="${colour}" stroke-width="2.2"`;

export const outlineStyle = `fill="none" stroke="${line}" stroke-width="1.2"`;

export const bandStyle = `fill="none" stroke="${muted}" stroke-width="1.2" stroke-dasharray="4 3"`;

/**
 * Arrows to where the filter slides: lines whose ends bear tips.
 *
 * The tips are drawn and not referred to as markers: not every program turns markers with their line.
 */
export function arrow([x, y]: Point, [toX, toY]: Point): string {
  const length = Math.hypot(toX - x, toY - y);
  const [alongX, alongY] = [(toX - x) / length, (toY - y) / length];
  const at = (back: number, aside: number): string =>
    `${round(toX - back * alongX - aside * alongY)} ${round(toY - back * alongY + aside * alongX)}`;
  return (
    path(
      `M${round(x)} ${round(y)}L${at(5, 0)}`,
      `fill="none" stroke="${blue}" stroke-width="2.4"`,
    ) + path(`M${at(0, 0)}L${at(9, 4.6)}L${at(9, -4.6)}Z`, `fill="${blue}"`)
  );
}

export type Point = readonly [x: number, y: number];

export const hatchStyle = ({ id }: BodyLook): string =>
  `fill="url(#${id}-hatch)" stroke="${muted}" stroke-width=".8"`;

/** The name of an axis and how long it is. */
export const axisLabel = (
  { axis, length }: FilterAlongAxis,
  [x, y]: readonly [number, number],
  style = '',
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="12" fill="${muted}" ${style}>` +
  `${escapeMarkup(shortened(axis))} ${length}</text>`;

const shortened = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name);

export { round };
