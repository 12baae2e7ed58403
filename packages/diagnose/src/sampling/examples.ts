import { arraySplit, type Split } from '@axiswise/data';
import { classificationOf, openTask, type Task } from '@axiswise/training';
import type { TaskRecord } from '@axiswise/training/kinds';

/** Labelled examples in memory, all of them arrays over the same axes. */
export interface Examples {
  /** The names of the axes, without batch and channels. */
  readonly axes: readonly string[];
  /** The names of those whose last position is followed by the first; absent: none. */
  readonly cyclic?: readonly string[];
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  /** `labels.length × product of shape` numbers, example after example. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  /** Labels are integers from 0 to this, exclusive; 0 where there are {@link targets}. */
  readonly classes: number;
  /** What is right, where that is not one class of each example. */
  readonly targets?: ExampleTargets;
  /** The group of each example, where examples depend on each other. */
  readonly groups?: Int32Array;
  /**
   * Whether a label is a position, counted over the axes (a move on a board). Then a function that
   * moves positions moves the label along.
   */
  readonly labelsArePositions?: boolean;
}

/** What is right for each example of another task than classification, as plain data. */
export interface ExampleTargets {
  readonly task: TaskRecord;
  /** The names of the classes of positions; empty where there are none. */
  readonly classes: readonly string[];
  /** `examples × target size`. */
  readonly values: Float32Array;
}

/** What is to be predicted of some examples. */
export const taskOf = ({ targets, classes }: Pick<Examples, 'targets' | 'classes'>): Task =>
  targets ? openTask(targets.task, targets.classes) : classificationOf(classes);

/** The axes each of whose positions has a label of its own. */
export const labelledAxes = ({ targets }: Pick<Examples, 'targets'>): readonly string[] =>
  targets?.task.targets?.axes ?? [];

/** What is right for each example, as numbers: those of {@link taskOf}. */
export const targetsOf = ({ targets, labels }: Examples): Float32Array =>
  targets?.values ?? Float32Array.from(labels);

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/** Examples as the trainer reads them. */
export function asSplit({ inputs, labels, shape, classes, targets }: Examples): Split {
  const split = arraySplit({ inputs, labels, shape, classes: targets ? 1 : classes, scale: 1 });
  if (!targets) return split;
  const { values } = targets;
  const size = values.length / labels.length;
  return {
    ...split,
    targets: {
      size,
      gather(indices, out) {
        for (let i = 0; i < indices.length; i++) {
          out.set(values.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
        }
      },
    },
  };
}

/**
 * Where one axis lies in an array: `outer` blocks, in each of them `length` positions, each of
 * `inner` numbers.
 */
export interface AxisLayout {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** @param axis the position of the axis in the shape. */
export const layoutOf = (shape: readonly number[], axis: number): AxisLayout => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis],
  inner: sizeOf(shape.slice(axis + 1)),
});
