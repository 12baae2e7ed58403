import { describe, expect, it } from 'vitest';
import type { Examples } from './examples.ts';
import { Random } from '@axiswise/random';
import {
  dropEverySecond,
  reorder,
  shiftEach,
  separatingPermutation,
  countSharedWindows,
} from './rearrange.ts';

/** Two examples of 2 rows × 3 columns × 2 channels: row, column and channel as digits, 1000 apart. */
const examples: Examples = {
  axes: ['row', 'column'],
  shape: [2, 3, 2],
  inputs: Float32Array.from({ length: 24 }, (_, i) => {
    const [example, row, column, channel] = [i / 12, (i / 6) % 2, (i / 2) % 3, i % 2].map(
      Math.floor,
    );
    return 1000 * example + 100 * row + 10 * column + channel;
  }),
  labels: Int32Array.of(4, 0),
  classes: 6,
};
const rows = (inputs: Float32Array): number[][] =>
  Array.from({ length: inputs.length / 6 }, (_, i) => [...inputs.subarray(6 * i, 6 * i + 6)]);

describe('reorder', () => {
  it('takes positions along one axis in another order, in every example', () => {
    const { inputs, labels } = reorder(examples, 'column', [2, 0, 1]);
    expect(rows(inputs)).toEqual([
      [20, 21, 0, 1, 10, 11],
      [120, 121, 100, 101, 110, 111],
      [1020, 1021, 1000, 1001, 1010, 1011],
      [1120, 1121, 1100, 1101, 1110, 1111],
    ]);
    expect(labels).toEqual(examples.labels);
    expect(rows(reorder(examples, 'row', [1, 0]).inputs)[0]).toEqual([
      100, 101, 110, 111, 120, 121,
    ]);
  });

  it('moves a label that is a position along', () => {
    const places: Examples = { ...examples, labelsArePositions: true };
    // Place 4 is row 1, column 1, which comes last; place 0 is row 0, column 0, which comes second.
    expect([...reorder(places, 'column', [2, 0, 1]).labels]).toEqual([5, 1]);
    expect([...reorder(places, 'row', [1, 0]).labels]).toEqual([1, 3]);
    expect([...dropEverySecond(places, 'column', 0).labels]).toEqual([4, 0]);
  });
});

describe('separatingPermutation', () => {
  const window = { length: 3, isCyclic: false };
  const inOrder = Uint32Array.from({ length: 12 }, (_, i) => i);

  it('separates what shared a window better than a plain shuffle does', () => {
    const order = separatingPermutation(12, window, new Random(1, 'apart'));
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    // 11 neighbours and 10 that are one position further apart.
    expect(countSharedWindows(inOrder, window)).toBe(21);
    expect(countSharedWindows(order, window)).toBeLessThanOrEqual(2);
    // Of four positions three always share a window.
    expect(separatingPermutation(4, window, new Random(1, 'apart'))).toHaveLength(4);
  });

  it('separates what shared a window around the end, too', () => {
    const around = { ...window, isCyclic: true };
    // Of each position the next two.
    expect(countSharedWindows(inOrder, around)).toBe(24);
    const order = separatingPermutation(12, around, new Random(1, 'apart'));
    expect(countSharedWindows(order, around)).toBeLessThan(6);
  });
});

describe('shiftEach', () => {
  it('moves every example by its own number of positions, around the end', () => {
    const many: Examples = {
      ...examples,
      shape: [1, 3, 1],
      axes: ['row', 'column'],
      inputs: Float32Array.from({ length: 90 }, (_, i) => i % 3),
      labels: new Int32Array(30),
    };
    const options = { reach: 1, seed: 3, key: 'test' };
    const { inputs } = shiftEach(many, 'column', options);
    const found = new Set(
      Array.from({ length: 30 }, (_, i) => inputs.subarray(3 * i, 3 * i + 3).join('')),
    );
    expect([...found].sort()).toEqual(['012', '120', '201']);
    expect(shiftEach(many, 'column', options).inputs).toEqual(inputs);
    expect(shiftEach(many, 'column', { ...options, key: 'train' }).inputs).not.toEqual(inputs);
  });
});

describe('dropEverySecond', () => {
  it('shows each position that is left twice, whichever are left', () => {
    const five: Examples = {
      axes: ['time'],
      shape: [5, 1],
      inputs: Float32Array.of(0, 1, 2, 3, 4),
      labels: Int32Array.of(0),
      classes: 2,
    };
    expect([...dropEverySecond(five, 'time', 0).inputs]).toEqual([0, 0, 2, 2, 4]);
    // Behind position 3 none is left: it stands for the last place, too.
    expect([...dropEverySecond(five, 'time', 1).inputs]).toEqual([1, 1, 3, 3, 3]);
    expect(rows(dropEverySecond(examples, 'row', 1).inputs)[0]).toEqual([
      100, 101, 110, 111, 120, 121,
    ]);
  });
});
