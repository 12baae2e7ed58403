import { describe, expect, it } from 'vitest';
import { sampleSpline } from './spline.ts';

describe('sampleSpline', () => {
  it('passes through every point, in equal numbers of pieces for equal chords', () => {
    const { x, y } = sampleSpline(
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      0.5,
    );
    expect([...x].length).toBe(5);
    expect([x[0], y[0]]).toEqual([0, 0]);
    expect([x[2], y[2]]).toEqual([1, 0]);
    expect([x[4], y[4]]).toEqual([1, 1]);
    // At the bend the curve leaves the chord on the outside: by 1/16 in the middle.
    expect([x[1], y[1]]).toEqual([0.5, -0.0625]);
  });

  it('goes straight to a corner and straight away from it', () => {
    const { x, y } = sampleSpline(
      [
        [0, 0],
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      0.5,
    );
    expect([...x]).toEqual([0, 0.5, 1, 1, 1]);
    expect([...y]).toEqual([0, 0, 0, 0.5, 1]);
  });
});
