import { describe, expect, it } from 'vitest';
import type { Symmetries } from '@axiswise/experiment';
import { averageOverSymmetries } from './symmetries.ts';

/** Three places in a row, and the classes left, middle and right: the mirror swaps both ends. */
const mirror: Symmetries = {
  count: 2,
  transform(input, symmetry, out) {
    out.set(symmetry === 0 ? input : [...input].reverse());
  },
  classUnder: (label, symmetry) => (symmetry === 0 ? label : 2 - label),
};

describe('averageOverSymmetries', () => {
  it('averages probabilities, each brought back to where it belongs', async () => {
    // Its probabilities follow what it sees: twice as likely where 1 stands.
    const score = (inputs: Float32Array) => inputs.map((x) => Math.log(1 + x));
    const averaged = await averageOverSymmetries(score, mirror, { size: 3, classes: 3 })(
      Float32Array.of(1, 0, 0, 0, 1, 0),
      2,
    );
    [1 / 2, 1 / 4, 1 / 4, 1 / 4, 1 / 2, 1 / 4].forEach((expected, i) =>
      expect(Math.exp(averaged[i])).toBeCloseTo(expected, 6),
    );
  });

  it('evens out what a prediction owes to the side alone', async () => {
    // Always "left", whatever it sees: over both sides it knows nothing but that it is not the middle.
    const score = () => Float32Array.of(Math.log(0.8), Math.log(0.1), Math.log(0.1));
    const averaged = await averageOverSymmetries(score, mirror, { size: 3, classes: 3 })(
      Float32Array.of(0, 1, 0),
      1,
    );
    const [left, middle, right] = averaged.map(Math.exp);
    expect(left).toBeCloseTo(0.45, 6);
    expect(middle).toBeCloseTo(0.1, 6);
    expect(right).toBeCloseTo(0.45, 6);
  });
});
