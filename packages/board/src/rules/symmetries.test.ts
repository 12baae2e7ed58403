import { describe, expect, it } from 'vitest';
import {
  boardSymmetries,
  inverseSymmetry,
  pointsUnder,
  symmetryCount,
  transformPlanes,
} from './symmetries.ts';

const all = Array.from({ length: symmetryCount }, (_, symmetry) => symmetry);
const compose = (first: Int16Array, second: Int16Array): number[] =>
  [...first].map((point) => second[point]);

describe('the eight symmetries', () => {
  it('are eight different permutations; the first is the identity', () => {
    const permutations = all.map((symmetry) => [...pointsUnder(3, symmetry)].join(' '));
    expect(new Set(permutations).size).toBe(8);
    expect(permutations[0]).toBe('0 1 2 3 4 5 6 7 8');
    // A quarter turn clockwise brings the upper left corner to the upper right.
    expect(pointsUnder(3, 1)[0]).toBe(2);
    expect(pointsUnder(3, 4)[0]).toBe(2);
    expect(pointsUnder(3, 4)[6]).toBe(8);
  });

  it.each([2, 3, 19])('are a group, with exact inverses, on a board of %i', (size) => {
    const names = new Map(all.map((s) => [[...pointsUnder(size, s)].join(), s]));
    for (const first of all) {
      for (const second of all) {
        const both = compose(pointsUnder(size, first), pointsUnder(size, second));
        expect(names.has(both.join())).toBe(true);
      }
      const undone = compose(pointsUnder(size, first), pointsUnder(size, inverseSymmetry(first)));
      expect(undone).toEqual([...pointsUnder(size, 0)]);
    }
  });

  it('move all planes of a point alike, and its class with them', () => {
    const input = Float32Array.from({ length: 361 * 3 }, (_, i) => i);
    const out = new Float32Array(input.length);
    const back = new Float32Array(input.length);
    for (const symmetry of all) {
      transformPlanes(input, 19, symmetry, out);
      const to = boardSymmetries.classUnder(42, symmetry);
      expect([...out.subarray(to * 3, to * 3 + 3)]).toEqual([126, 127, 128]);
      transformPlanes(out, 19, inverseSymmetry(symmetry), back);
      expect(back).toEqual(input);
    }
  });
});
