import { describe, expect, it } from 'vitest';
import type { Examples } from './examples.ts';
import { cutPatches } from './patches.ts';

/** 40 examples of 8 rows × 4 columns whose values are 10 × row + column. */
const ramps: Examples = {
  axes: ['row', 'column'],
  shape: [8, 4, 1],
  inputs: Float32Array.from({ length: 40 * 32 }, (_, i) => 10 * Math.floor((i % 32) / 4) + (i % 4)),
  labels: new Int32Array(40),
  classes: 2,
};
const options = { windows: [2, 3], seed: 1, key: 'test' };

describe('cutPatches', () => {
  it('cuts windows out of each part of the axis and says which', () => {
    const { shape, inputs, labels, classes } = cutPatches(ramps, 'row', {
      ...options,
      perExample: 'all',
    });
    expect(shape).toEqual([2, 3, 1]);
    expect(classes).toBe(4);
    expect(labels).toHaveLength(160);
    labels.forEach((label, i) => {
      const [first, second, third, below] = inputs.subarray(6 * i, 6 * i + 6);
      expect([second - first, third - second, below - first]).toEqual([1, 1, 10]);
      // 7 places for 4 parts: 0, 1-2, 3-4, 5-6.
      expect(Math.ceil(Math.floor(first / 10) / 2)).toBe(label);
    });
  });

  it('takes one part of each example to score, and as many of each', () => {
    const { labels } = cutPatches(ramps, 'row', { ...options, perExample: 'one' });
    const counts = [0, 1, 2, 3].map((region) => labels.filter((label) => label === region).length);
    expect(new Set(counts).size).toBe(1);
    expect(labels.length).toBeGreaterThan(15);
    expect(labels.length).toBeLessThanOrEqual(40);
  });

  it('takes no blank patches: where a part of the axis is blank there is nothing to compare', () => {
    const inputs = ramps.inputs.map((value, i) => (i % 32 < 16 ? 0 : value));
    const cut = cutPatches({ ...ramps, inputs }, 'row', { ...options, perExample: 'all' });
    expect(cut.labels).toHaveLength(0);
  });

  it('cuts patches around the end of a cyclic axis, and of those only', () => {
    // Row + 100 × column: the step at the end is not what varies most.
    const inputs = ramps.inputs.map((value) => Math.floor(value / 10) + 100 * (value % 10));
    const cut = (cyclic: readonly string[]) =>
      cutPatches({ ...ramps, inputs, cyclic }, 'row', { ...options, perExample: 'all' });
    // The first row of each patch, and by how many rows its second row is further down.
    const steps = (patches: Examples) =>
      Array.from({ length: patches.inputs.length / 6 }, (_, i) => {
        const [first, , , below] = patches.inputs.subarray(6 * i, 6 * i + 6);
        return [first % 100, below - first];
      });
    const around = cut(['row']);
    expect(steps(around).filter(([row]) => row === 7)).not.toHaveLength(0);
    for (const [row, step] of steps(around)) expect(step).toBe(row === 7 ? -7 : 1);
    // 8 places for 4 parts, two each.
    around.labels.forEach((label, i) => {
      expect(Math.floor(steps(around)[i][0] / 2)).toBe(label);
    });
    expect(around.cyclic).toBeUndefined();
    expect(steps(cut([])).every(([row]) => row < 7)).toBe(true);
  });

  it('has fewer parts where a window has fewer places', () => {
    const { classes } = cutPatches(ramps, 'column', { ...options, perExample: 'one' });
    expect(classes).toBe(2);
  });
});
