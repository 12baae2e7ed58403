import type { AxisWindow } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { stillWindow, type Symbolic, through } from './symbolic.ts';

/** Two axes of a plane: two of the network's, or one, whose neighbour is all that lies before it. */
type PlaneAxes = readonly [first: number, second: number] | readonly [only: number];

const product = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);

/**
 * Applies layers over two axes to a tensor with more of them: the axes from the third on one by one, the last
 * one first, then the first two together. What comes before an axis stands in the place of the first axis,
 * what comes behind it are channels; so nothing is copied.
 *
 * In this order, the first of several largest values in row-major order is found by max pooling too.
 *
 * @param x `[batch, ...lengths, channels]`, of two axes at least.
 * @param name of the last layer; the others' names begin with it.
 * @param changes whether something happens along an axis.
 * @param step applies layers, of which the last has the given name, to a plane `[batch, first, second,
 *   channels]`.
 */
export function inPlanes(
  x: Symbolic,
  name: string,
  changes: (axis: number) => boolean,
  step: (plane: Symbolic, axes: PlaneAxes, name: string) => Symbolic,
): Symbolic {
  const shape = x.shape.slice(1) as number[];
  const lengths = shape.slice(0, -1);
  const channels = shape[shape.length - 1];
  if (lengths.length === 2) return step(x, [0, 1], name);
  const later = Array.from({ length: lengths.length - 2 }, (_, i) => lengths.length - 1 - i);
  const steps: PlaneAxes[] = later.filter(changes).map((axis) => [axis] as const);
  if (changes(0) || changes(1)) steps.push([0, 1]);
  const value = steps.reduce((plane, axes, i) => {
    const [first, second] = axes;
    const before = second === undefined ? product(lengths.slice(0, first)) : lengths[first];
    const along = second ?? first;
    const behind = product(lengths.slice(along + 1)) * channels;
    const targetShape = [before, lengths[along], behind];
    const found = step(
      through(plane, tf.layers.reshape({ targetShape, name: `${name}_plane_${i + 1}` })),
      axes,
      `${name}_step_${i + 1}`,
    );
    if (second !== undefined) lengths[first] = found.shape[1]!;
    lengths[along] = found.shape[2]!;
    return found;
  }, x);
  return through(value, tf.layers.reshape({ targetShape: [...lengths, channels], name }));
}

/** The windows of a plane's axes. */
export const ofPlane = (
  windows: readonly AxisWindow[],
  [first, second]: PlaneAxes,
): readonly [AxisWindow, AxisWindow] =>
  second === undefined ? [stillWindow, windows[first]] : [windows[first], windows[second]];

/** How many positions are cut off, or put on, before and behind. */
export type Ends = readonly [before: number, behind: number];

const pairs = (ends: readonly Ends[]): [[number, number], [number, number]] =>
  ends.map((each) => [...each]) as [[number, number], [number, number]];

/** Cuts positions off, along each axis; nothing where there is nothing to cut. */
export function cropAxes(x: Symbolic, ends: readonly Ends[], name: string): Symbolic {
  const cuts = (axis: number): boolean => ends[axis][0] + ends[axis][1] > 0;
  if (!ends.some((_, axis) => cuts(axis))) return x;
  return inPlanes(x, name, cuts, (plane, [first, second], stepName) => {
    const cropping =
      second === undefined ? [[0, 0] as const, ends[first]] : [ends[first], ends[second]];
    return through(plane, tf.layers.cropping2D({ cropping: pairs(cropping), name: stepName }));
  });
}

/**
 * Puts on what windows see beyond the ends of axes: zeros, or the other end of a cyclic axis. Nothing where
 * they see nothing.
 */
export function padAxes(x: Symbolic, windows: readonly AxisWindow[], name: string): Symbolic {
  const padded = windows.map(({ padBefore, padAfter }) => padBefore + padAfter > 0);
  const isZero = windows.map(({ wraps }, axis) => padded[axis] && !wraps);
  let value = x;
  if (isZero.some(Boolean)) {
    const ends = windows.map(({ padBefore, padAfter }, axis): Ends =>
      isZero[axis] ? [padBefore, padAfter] : [0, 0],
    );
    value = inPlanes(
      value,
      name,
      (axis) => isZero[axis],
      (plane, [first, second], stepName) => {
        const padding =
          second === undefined ? [[0, 0] as const, ends[first]] : [ends[first], ends[second]];
        return through(plane, tf.layers.zeroPadding2d({ padding: pairs(padding), name: stepName }));
      },
    );
  }
  windows.forEach(({ wraps, padBefore, padAfter }, axis) => {
    if (wraps) value = wrapAround(value, axis, [padBefore, padAfter], `${name}_around_${axis + 1}`);
  });
  return value;
}

/** Puts the end of an axis before its beginning, and its beginning behind its end. */
function wrapAround(x: Symbolic, axis: number, [before, behind]: Ends, name: string): Symbolic {
  const lengths = x.shape.slice(1, -1) as number[];
  const still = lengths.map((): Ends => [0, 0]);
  const length = lengths[axis];
  const parts = [x];
  if (before > 0) {
    parts.unshift(cropAxes(x, still.with(axis, [length - before, 0]), `${name}_end`));
  }
  if (behind > 0) {
    parts.push(cropAxes(x, still.with(axis, [0, length - behind]), `${name}_beginning`));
  }
  return tf.layers.concatenate({ axis: axis + 1, name }).apply(parts) as Symbolic;
}

/**
 * Lays out the windows along some axes side by side as channels, from standard layers: each cell of a window
 * is the whole input, cut and thinned out.
 *
 * @param windows of all axes, without padding.
 * @returns `[batch, ...windows or lengths, cells in the order of the axes × channels]`.
 */
export function unfoldFromStandardLayers(
  x: Symbolic,
  windows: readonly AxisWindow[],
  along: readonly number[],
  name: string,
): Symbolic {
  // The last axis first, so that its cells are the innermost.
  return [...along]
    .sort((a, b) => b - a)
    .reduce((value, axis) => {
      const { kernelSize, stride, dilation, outputLength } = windows[axis];
      const lengths = value.shape.slice(1, -1) as number[];
      const span = (outputLength - 1) * stride + 1;
      const cells = Array.from({ length: kernelSize }, (_, cell) => {
        const cellName = `${name}_${axis + 1}_${cell + 1}`;
        const from = cell * dilation;
        const ends = lengths.map((length, i): Ends =>
          i === axis ? [from, length - from - span] : [0, 0],
        );
        const cut = cropAxes(value, ends, cellName);
        return stride === 1 ? cut : everyNth(cut, axis, stride, `${cellName}_thinned`);
      });
      return cells.length === 1
        ? cells[0]
        : (tf.layers
            .concatenate({ axis: -1, name: `${name}_${axis + 1}` })
            .apply(cells) as Symbolic);
    }, x);
}

/** Keeps each n-th position of an axis, from the first. */
const everyNth = (x: Symbolic, axis: number, n: number, name: string): Symbolic =>
  inPlanes(
    x,
    name,
    (each) => each === axis,
    (plane, [first, second], stepName) => {
      const strides: [number, number] =
        second === undefined ? [1, n] : [first === axis ? n : 1, second === axis ? n : 1];
      return through(plane, tf.layers.maxPooling2d({ poolSize: [1, 1], strides, name: stepName }));
    },
  );
