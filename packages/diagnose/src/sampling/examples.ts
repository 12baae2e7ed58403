import { arraySplit, type Split } from '@axiswise/data';

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
  /** Labels are integers from 0 to this, exclusive. */
  readonly classes: number;
  /** The group of each example, where examples depend on each other. */
  readonly groups?: Int32Array;
  /**
   * Whether a label is a position, counted over the axes (a move on a board). Then a function that
   * moves positions moves the label along.
   */
  readonly labelsArePositions?: boolean;
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/** Examples as the trainer reads them. */
export const asSplit = ({ inputs, labels, shape, classes }: Examples): Split =>
  arraySplit({ inputs, labels, shape, classes, scale: 1 });

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
