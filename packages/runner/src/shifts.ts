import type { ClassWhenMoved } from '@axiswise/experiment';
import type { Split } from '@axiswise/data';
import { evaluate, type Scorer, type Task } from '@axiswise/training';
import { accuracyOf } from '@axiswise/training/kinds';

/** Accuracy when test inputs are moved along one axis. */
export interface MovedAccuracy {
  readonly axis: string;
  readonly testExamples: number;
  readonly points: readonly {
    /** Positions towards the end of the axis; negative: towards its beginning. */
    readonly shift: number;
    readonly accuracy: number;
  }[];
}

/** So many test examples are moved where nothing else is said. */
export const examplesMoved = 500;

/**
 * Measures how accuracy holds when test inputs are moved along each axis: by 1, 2, 4, … positions, up
 * to a quarter of the axis, both ways. What is moved out is lost; what is moved in is zeros, as padding
 * is. Along a cyclic axis what is moved out at one end comes in at the other.
 *
 * @param axes names of the axes of the inputs, in the order of `shape`, which ends with the channels.
 * @param cyclic the names of the axes that are cyclic.
 * @param examples so many test examples are moved, evenly spaced among all.
 */
export async function accuracyWhenMoved(
  score: Scorer,
  test: Split,
  {
    axes,
    shape,
    task,
    cyclic = [],
    classWhenMoved = (label) => label,
    examples = examplesMoved,
  }: {
    readonly axes: readonly string[];
    readonly shape: readonly number[];
    readonly task: Task;
    readonly cyclic?: readonly string[];
    readonly classWhenMoved?: ClassWhenMoved | undefined;
    readonly examples?: number;
  },
): Promise<MovedAccuracy[]> {
  const count = Math.min(examples, test.length);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * test.length) / count));
  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = new Float32Array(count * size);
  await test.gather(indices, inputs);
  const labels = Int32Array.from(indices, (index) => test.labels[index]);

  const accuracyAt = async (dimension: number, shift: number): Promise<number> => {
    const wraps = cyclic.includes(axes[dimension]);
    const moved = movedSplit({ inputs, labels, shape, dimension, shift, wraps }, (label) =>
      shift === 0 ? label : classWhenMoved(label, axes[dimension], shift),
    );
    return accuracyOf(await evaluate(score, moved, { batchSize: 250, shape, task }));
  };
  // The same for all axes.
  let unmoved: number | undefined;
  const curves: MovedAccuracy[] = [];
  for (const [dimension, axis] of axes.entries()) {
    const points: MovedAccuracy['points'][number][] = [];
    for (const shift of shiftsAlong(shape[dimension])) {
      const accuracy =
        shift === 0
          ? (unmoved ??= await accuracyAt(dimension, 0))
          : await accuracyAt(dimension, shift);
      points.push({ shift, accuracy });
    }
    curves.push({ axis, testExamples: count, points });
  }
  return curves;
}

/** 0 and 1, 2, 4, … up to a quarter of the length, both ways, in order. */
export function shiftsAlong(length: number): number[] {
  const distances: number[] = [];
  for (let distance = 1; distance <= length / 4; distance *= 2) distances.push(distance);
  return [...distances.map((distance) => -distance).reverse(), 0, ...distances];
}

/** The examples moved, without those whose label was moved out. */
function movedSplit(
  {
    inputs,
    labels,
    shape,
    dimension,
    shift,
    wraps,
  }: {
    readonly inputs: Float32Array;
    readonly labels: Int32Array;
    readonly shape: readonly number[];
    readonly dimension: number;
    readonly shift: number;
    readonly wraps: boolean;
  },
  classOf: (label: number) => number | undefined,
): Split {
  const size = shape.reduce((product, length) => product * length, 1);
  const kept: number[] = [];
  const movedLabels: number[] = [];
  for (const [index, label] of labels.entries()) {
    const movedLabel = classOf(label);
    if (movedLabel === undefined) continue;
    kept.push(index);
    movedLabels.push(movedLabel);
  }
  const length = shape[dimension];
  /** Numbers at one position of the axis, and how often the axis comes round in an example. */
  const stride = shape.slice(dimension + 1).reduce((product, each) => product * each, 1);
  const rounds = size / (stride * length);
  const from = Math.max(0, -shift);
  const to = Math.min(length, length - shift);
  return {
    length: kept.length,
    labels: Int32Array.from(movedLabels),
    gather(indices, out) {
      out.fill(0);
      for (let i = 0; i < indices.length; i++) {
        const example = kept[indices[i]] * size;
        for (let round = 0; round < rounds; round++) {
          const start = example + round * length * stride;
          out.set(
            inputs.subarray(start + from * stride, start + to * stride),
            i * size + (round * length + from + shift) * stride,
          );
          if (!wraps || shift === 0) continue;
          // What went out at one end.
          const [first, end] = shift > 0 ? [to, length] : [0, from];
          out.set(
            inputs.subarray(start + first * stride, start + end * stride),
            i * size + (round * length + (shift > 0 ? 0 : to - from)) * stride,
          );
        }
      }
    },
  };
}
