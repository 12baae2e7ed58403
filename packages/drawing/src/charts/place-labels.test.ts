import { expect, it } from 'vitest';
import { type Labelled, placeLabels } from './place-labels.ts';

const mark = (x: number, y: number): Labelled => ({
  x,
  y,
  top: y,
  bottom: y,
  width: 60,
  height: 14,
});

const overlap = (a: { x: number; y: number }, b: { x: number; y: number }): boolean =>
  Math.abs(a.x - b.x) < 60 && Math.abs(a.y - b.y) < 14;

it('puts a label at the right of its mark if there is room', () => {
  expect(placeLabels([mark(50, 50)], { width: 300, height: 200 })).toEqual([
    { x: 59, y: 43, leader: null },
  ]);
});

it('puts it at the left at the right edge', () => {
  expect(placeLabels([mark(290, 50)], { width: 300, height: 200 })).toEqual([
    { x: 221, y: 43, leader: null },
  ]);
});

it('finds places that do not overlap for marks close together', () => {
  const places = placeLabels([mark(100, 50), mark(106, 55), mark(104, 61)], {
    width: 300,
    height: 200,
  });
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  }
});

it('draws a line to a label that has no place next to its mark', () => {
  // Twelve marks on one point: not all labels can touch it.
  const places = placeLabels(
    Array.from({ length: 12 }, () => mark(150, 100)),
    { width: 300, height: 200 },
  );
  const led = places.filter(({ leader }) => leader !== null);
  expect(led.length).toBeGreaterThan(0);
  for (const { x, y, leader } of led) {
    expect(leader!.x).toBeGreaterThanOrEqual(x);
    expect(leader!.x).toBeLessThanOrEqual(x + 60);
    expect(leader!.y).toBeGreaterThanOrEqual(y);
    expect(leader!.y).toBeLessThanOrEqual(y + 14);
  }
});
