import type { NetworkLayer } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import { referenceClassifier, windowLength } from './reference-classifier.ts';

const examples = { axes: ['row', 'column'], shape: [12, 12, 1], classes: 4 };
const windows = { row: 3, column: 3 };
const kinds = (layers: readonly NetworkLayer[]): string[] => layers.map(({ kind }) => kind.name);

describe('referenceClassifier', () => {
  it('looks for patterns anywhere and in each part where filters slide', () => {
    const move = { row: 'slide', column: 'slide' } as const;
    const { layers, totals } = referenceClassifier(examples, { move, windows });
    // 48 filters of 3 × 3; 48 maxima over all and 48 over each of 4 × 4 parts (10 positions by 3).
    expect(layers.map(({ outputShape }) => outputShape.join('×')).at(-1)).toBe('4');
    expect(totals.parameters).toBe(48 * (9 + 1) + 48 * 17 * 4 + 4);
  });

  it('is a network with one hidden layer where filters span everything', () => {
    const move = { row: 'span', column: 'span' } as const;
    const { layers, totals } = referenceClassifier(examples, { move, windows });
    expect(kinds(layers)).toEqual(['convolution', 'flatten', 'dropout', 'dense']);
    expect(totals.parameters).toBe(48 * (144 + 1) + 48 * 4 + 4);
  });

  it('has fewer filters the larger they are', () => {
    const move = { row: 'span', column: 'span' } as const;
    const [{ outputShape }] = referenceClassifier(
      { ...examples, shape: [30, 20, 1] },
      { move, windows },
    ).layers;
    // 12,000 weights by 600 each.
    expect(outputShape).toEqual([1, 1, 20]);
  });

  it('learns filters for each part where they are not shared', () => {
    const move = { row: 'slide', column: 'span' } as const;
    const shared = referenceClassifier(examples, { move, windows });
    const unshared = referenceClassifier(examples, { move, windows, unshared: 'row' });
    const more = unshared.totals.parameters - shared.totals.parameters;
    expect(more).toBe(3 * 48 * (3 * 12 + 1));
    expect(unshared.layers[0].outputShape).toEqual(shared.layers[0].outputShape);
  });

  it('ends in a map of scores where labels are positions', () => {
    const move = { row: 'slide', column: 'slide' } as const;
    const places = { ...examples, shape: [19, 19, 12], classes: 361, labelsArePositions: true };
    const { layers } = referenceClassifier(places, { move, windows });
    expect(kinds(layers)).toEqual(['convolution', 'convolution', 'flatten', 'softmax']);
    expect(layers[1].outputShape).toEqual([19, 19, 1]);
  });

  it('goes around the end of a cyclic axis, along which filters slide', () => {
    const around = { ...examples, cyclic: ['row'] };
    const slideRow = { row: 'slide', column: 'span' } as const;
    const { layers } = referenceClassifier(around, { move: slideRow, windows });
    // A window at each of the 12 rows; without going around there are 10.
    expect(layers[0].outputShape).toEqual([12, 1, 48]);
    expect(
      referenceClassifier(examples, { move: slideRow, windows }).layers[0].outputShape,
    ).toEqual([10, 1, 48]);
    const spanRow = { row: 'span', column: 'slide' } as const;
    const spanning = referenceClassifier(around, { move: spanRow, windows });
    expect(spanning.layers[0].outputShape).toEqual([1, 10, 48]);
    expect(spanning.totals.parameters).toBe(
      referenceClassifier(examples, { move: spanRow, windows }).totals.parameters,
    );
  });

  it.each([
    { rows: 12, regions: 4 },
    { rows: 10, regions: 5 },
    { rows: 7, regions: 7 },
  ])('divides $rows rows that come round into $regions regions', ({ rows, regions }) => {
    const { layers, totals } = referenceClassifier(
      { axes: ['row'], cyclic: ['row'], shape: [rows, 1], classes: 4 },
      { move: { row: 'slide' }, windows: { row: 3 }, unshared: 'row' },
    );
    expect(layers.map(({ outputShape }) => outputShape.join('×')).at(-1)).toBe('4');
    // Each of four bands has 48 filters; 48 maxima over all rows and over each region.
    expect(totals.parameters).toBe(4 * 48 * (3 + 1) + 48 * (1 + regions) * 4 + 4);
  });

  it('has windows of a fifth of the axis, from 3 to 7', () => {
    expect([4, 12, 19, 27, 28, 64].map(windowLength)).toEqual([3, 3, 4, 5, 6, 7]);
  });
});
