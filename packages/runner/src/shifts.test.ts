import type { Split } from '@axiswise/data';
import { classificationOf, type Scorer } from '@axiswise/training';
import { describe, expect, it } from 'vitest';
import { accuracyWhenMoved, shiftsAlong } from './shifts.ts';

const splitOf = (examples: readonly (readonly number[])[], labels: readonly number[]): Split => ({
  length: examples.length,
  labels: Int32Array.from(labels),
  gather: (indices, out) => {
    for (let i = 0; i < indices.length; i++) {
      out.set(examples[indices[i]], i * examples[0].length);
    }
  },
});
/** Predicts by what stands at one place: class 1 where there is something. */
const looksAt =
  (place: number, size: number): Scorer =>
  (inputs, examples) =>
    Float32Array.from(
      Array.from({ length: examples }, (_, i) =>
        inputs[i * size + place] === 0 ? [1, 0] : [0, 1],
      ).flat(),
    );

describe('accuracyWhenMoved', () => {
  it('moves by powers of two up to a quarter of the axis, both ways', () => {
    expect(shiftsAlong(28)).toEqual([-4, -2, -1, 0, 1, 2, 4]);
    expect(shiftsAlong(4)).toEqual([-1, 0, 1]);
    expect(shiftsAlong(3)).toEqual([0]);
  });

  it('moves along the axis it names: what looks at one row is lost by another row', async () => {
    // Four rows, two columns; a mark at row 1, column 0 in half of the examples.
    const marked = [0, 0, 1, 0, 0, 0, 0, 0];
    const empty = [0, 0, 0, 0, 0, 0, 0, 0];
    const curves = await accuracyWhenMoved(
      looksAt(2, 8),
      splitOf([marked, empty, marked, empty], [1, 0, 1, 0]),
      { axes: ['row', 'column'], shape: [4, 2, 1], task: classificationOf(2) },
    );
    expect(curves).toEqual([
      {
        axis: 'row',
        testExamples: 4,
        points: [
          { shift: -1, accuracy: 0.5 },
          { shift: 0, accuracy: 1 },
          { shift: 1, accuracy: 0.5 },
        ],
      },
      { axis: 'column', testExamples: 4, points: [{ shift: 0, accuracy: 1 }] },
    ]);
  });

  it('moves around the end of a cyclic axis', async () => {
    const seen: number[][] = [];
    const look: Scorer = (inputs, examples) => {
      seen.push([...inputs]);
      return new Float32Array(2 * examples);
    };
    await accuracyWhenMoved(look, splitOf([[1, 2, 3, 4, 5, 6, 7, 8]], [0]), {
      axes: ['angle', 'radius'],
      cyclic: ['angle'],
      shape: [4, 2, 1],
      task: classificationOf(2),
    });
    expect(seen).toEqual([
      [3, 4, 5, 6, 7, 8, 1, 2],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [7, 8, 1, 2, 3, 4, 5, 6],
    ]);
  });

  it('scores once what is not moved along any axis', async () => {
    let scored = 0;
    const count: Scorer = (_, examples) => {
      scored += examples;
      return new Float32Array(2 * examples);
    };
    const split = splitOf([new Array<number>(16).fill(1)], [0]);
    await accuracyWhenMoved(count, split, {
      axes: ['row', 'column'],
      shape: [4, 4, 1],
      task: classificationOf(2),
    });
    expect(scored).toBe(5);
  });

  it('moves whole positions with all their channels, zeros coming in', async () => {
    const seen: number[][] = [];
    const watch: Scorer = (inputs, examples) => {
      seen.push([...inputs]);
      return new Float32Array(2 * examples);
    };
    await accuracyWhenMoved(watch, splitOf([[1, 2, 3, 4, 5, 6, 7, 8]], [0]), {
      axes: ['time'],
      shape: [4, 2],
      task: classificationOf(2),
    });
    expect(seen).toEqual([
      [3, 4, 5, 6, 7, 8, 0, 0],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [0, 0, 1, 2, 3, 4, 5, 6],
    ]);
  });

  it('moves labels that are places with their inputs, and leaves out those moved out', async () => {
    // The mark's place is the label.
    const places = [0, 1, 2, 3].map((place) => [0, 1, 2, 3].map((i) => (i === place ? 1 : 0)));
    const counts: number[] = [];
    const finds: Scorer = (inputs, examples) => {
      counts.push(examples);
      return inputs.slice(0, 4 * examples);
    };
    const [curve] = await accuracyWhenMoved(finds, splitOf(places, [0, 1, 2, 3]), {
      axes: ['row'],
      shape: [4, 1],
      task: classificationOf(4),
      classWhenMoved: (label, _, shift) =>
        label + shift >= 0 && label + shift < 4 ? label + shift : undefined,
    });
    expect(curve.points.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1]);
    expect(counts).toEqual([3, 4, 3]);
  });
});
