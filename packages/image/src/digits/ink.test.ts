import { describe, expect, it } from 'vitest';
import { blur, drawLine, SIDE } from './ink.ts';

const paper = () => new Float64Array(SIDE * SIDE);
const row = (picture: Float64Array, r: number, from: number, to: number) => [
  ...picture.subarray(r * SIDE + from, r * SIDE + to),
];

describe('drawLine', () => {
  it('covers the pixels under a line of width 2 through the middle of a column', () => {
    const picture = paper();
    const x = Float64Array.of(10.5, 10.5);
    drawLine(picture, x, Float64Array.of(5.5, 20.5), Float64Array.of(1, 1));
    // Distances from the line to the centres: 0, 1, 2; the edge at 1 covers half of its pixel.
    expect(row(picture, 12, 8, 13)).toEqual([0, 0.5, 1, 0.5, 0]);
    // The end is round: the pixel above it is half covered, those beside that one hardly.
    expect(picture[4 * SIDE + 10]).toBe(0.5);
    expect(picture[4 * SIDE + 9]).toBeCloseTo(1.5 - Math.SQRT2, 12);
  });

  it('draws a line thinner than a pixel fainter', () => {
    const picture = paper();
    drawLine(
      picture,
      Float64Array.of(5.5, 20.5),
      Float64Array.of(7.5, 7.5),
      Float64Array.of(0.25, 0.25),
    );
    expect(picture[7 * SIDE + 10]).toBe(0.75);
    expect(picture[8 * SIDE + 10]).toBe(0);
  });

  it('draws nothing while the pen is lifted', () => {
    const picture = paper();
    drawLine(picture, Float64Array.of(5, 20), Float64Array.of(7, 7), Float64Array.of(1, 0));
    expect(picture.every((value) => value === 0)).toBe(true);
  });

  it('clips lines outside the picture', () => {
    const picture = paper();
    drawLine(picture, Float64Array.of(-50, 80), Float64Array.of(0.5, 0.5), Float64Array.of(1, 1));
    expect(row(picture, 0, 0, SIDE)).toEqual(Array(SIDE).fill(1));
    expect(row(picture, 2, 0, SIDE)).toEqual(Array(SIDE).fill(0));
  });
});

describe('blur', () => {
  it('spreads a pixel over its neighbours and keeps the ink', () => {
    const picture = paper();
    picture[10 * SIDE + 10] = 1;
    blur(picture, 0.25);
    expect(row(picture, 9, 9, 12)).toEqual([0.0625, 0.125, 0.0625]);
    expect(row(picture, 10, 9, 12)).toEqual([0.125, 0.25, 0.125]);
    expect(picture.reduce((sum, value) => sum + value)).toBe(1);
  });
});
