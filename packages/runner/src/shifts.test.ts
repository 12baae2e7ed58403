import type { Split } from '@axiswise/data';
import { classificationOf, openTask, type Scorer } from '@axiswise/training';
import { describe, expect, it } from 'vitest';
import { scoresWhenMoved, shiftsAlong } from './shifts.ts';

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

describe('scoresWhenMoved', () => {
  it('moves by powers of two up to a quarter of the axis, both ways', () => {
    expect(shiftsAlong(28)).toEqual([-4, -2, -1, 0, 1, 2, 4]);
    expect(shiftsAlong(4)).toEqual([-1, 0, 1]);
    expect(shiftsAlong(3)).toEqual([0]);
  });

  it('moves along the axis it names: what looks at one row is lost by another row', async () => {
    // Four rows, two columns; a mark at row 1, column 0 in half of the examples.
    const marked = [0, 0, 1, 0, 0, 0, 0, 0];
    const empty = [0, 0, 0, 0, 0, 0, 0, 0];
    const curves = await scoresWhenMoved(
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
    await scoresWhenMoved(look, splitOf([[1, 2, 3, 4, 5, 6, 7, 8]], [0]), {
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

  it('moves a label for each position with its input, and leaves out those without any', async () => {
    const targets = {
      task: 'position-classification',
      names: ['mark'],
      axes: ['time'],
      shape: [4],
    };
    const task = openTask({ kind: targets.task, targets }, ['none', 'mark']);
    // A position has a mark where there is something; the last example has a label at its end alone.
    const labels = [[0, 1, 0, 0], [1, 0, 0, 0], [-100, -100, -100, 0]]; // prettier-ignore
    const inputs = labels.map((row) => row.map((label) => Math.max(0, label)));
    const split = {
      ...splitOf(inputs, [0, 0, 0]),
      targets: {
        size: 4,
        gather: (indices: ArrayLike<number>, out: Float32Array) =>
          Array.from(indices).forEach((index, i) => out.set(labels[index], 4 * i)),
      },
    };
    const counts: number[] = [];
    const finds: Scorer = (values, examples) => {
      counts.push(examples);
      return Float32Array.from(
        Array.from(values.subarray(0, 4 * examples), (value) => [0, value - 0.5]).flat(),
      );
    };
    const [curve] = await scoresWhenMoved(finds, split, { axes: ['time'], shape: [4, 1], task });
    expect(curve.points).toEqual([-1, 0, 1].map((shift) => ({ shift, accuracy: null, score: 1 })));
    expect(counts).toEqual([3, 3, 2]);
  });

  it('gives the score of a regression, whose targets stay', async () => {
    const targets = { task: 'regression', names: ['sum'], shape: [1] };
    const facts = { mean: [0], standardDeviation: [1] };
    const task = openTask({ kind: 'regression', targets, facts }, []);
    const split = {
      ...splitOf([[1, 2, 3, 4]], [0]),
      targets: { size: 1, gather: (_: ArrayLike<number>, out: Float32Array) => out.set([10]) },
    };
    const sums: Scorer = (values) => Float32Array.of(values.reduce((sum, value) => sum + value, 0));
    const [{ points }] = await scoresWhenMoved(sums, split, {
      axes: ['time'],
      shape: [4, 1],
      task,
    });
    // What is moved out is missing in the sum: 1 to the left, 4 to the right.
    expect(points.map(({ score }) => score)).toEqual([1, 0, 16]);
  });

  it('scores once what is not moved along any axis', async () => {
    let scored = 0;
    const count: Scorer = (_, examples) => {
      scored += examples;
      return new Float32Array(2 * examples);
    };
    const split = splitOf([new Array<number>(16).fill(1)], [0]);
    await scoresWhenMoved(count, split, {
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
    await scoresWhenMoved(watch, splitOf([[1, 2, 3, 4, 5, 6, 7, 8]], [0]), {
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
    const [curve] = await scoresWhenMoved(finds, splitOf(places, [0, 1, 2, 3]), {
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
