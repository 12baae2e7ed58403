import { unlabelled } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { directionNames, strokeDirections } from './stroke-directions.ts';

/** A straight line through the middle of the picture, in this direction; upwards is above 0. */
function lineAt(degrees: number) {
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), -Math.sin((degrees * Math.PI) / 180)];
  const along = [-8, 0, 8];
  return {
    x: Float64Array.from(along, (t) => 14.5 + t * dx),
    y: Float64Array.from(along, (t) => 14.5 + t * dy),
    radius: Float64Array.of(1.2, 1.2, 1.2),
  };
}
const at = (labels: Int16Array, row: number, column: number): number => labels[row * 28 + column];

describe('the directions of strokes', () => {
  it.each([
    [0, 'horizontal'],
    [180, 'horizontal'],
    [15, 'horizontal'],
    [-15, 'horizontal'],
    [45, 'rising'],
    [-135, 'rising'],
    [90, 'vertical'],
    [-90, 'vertical'],
    [100, 'vertical'],
    [-45, 'falling'],
    [135, 'falling'],
  ])('of a line at %i° is %s', (degrees, name) => {
    const labels = strokeDirections([lineAt(degrees)]);
    expect(directionNames[at(labels, 14, 14)]).toBe(name);
    expect(at(labels, 1, 1)).toBe(0);
  });

  it('are not said between two directions, nor at the edge of a line', () => {
    expect(at(strokeDirections([lineAt(22)]), 14, 14)).toBe(unlabelled);
    const labels = strokeDirections([lineAt(0)]);
    // The ink reaches 1.2 pixels above and below the middle of row 14: row 13 is 0.2 inside, row 12 0.8 outside.
    const rows = [12, 13, 14, 15, 16].map((row) => at(labels, row, 14));
    expect(rows).toEqual([0, unlabelled, 1, unlabelled, 0]);
  });

  it('of a lifted pen are none', () => {
    const line = { ...lineAt(0), radius: Float64Array.of(1, 0, 1) };
    expect([...strokeDirections([line])].every((label) => label === 0)).toBe(true);
  });
});
