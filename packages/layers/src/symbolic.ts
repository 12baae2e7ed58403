import type { AxisWindow } from '@axiswise/geometry';
import type * as tf from '@axiswise/tensorflow';

/** The value between two layers while a model is put together. */
export type Symbolic = tf.SymbolicTensor;

/** Applies layers one after another. */
export const through = (x: Symbolic, ...layers: readonly tf.layers.Layer[]): Symbolic =>
  layers.reduce((value, layer) => layer.apply(value) as Symbolic, x);

/** Along an axis of length one on which nothing happens. */
export const stillWindow: AxisWindow = {
  kernelSize: 1,
  stride: 1,
  dilation: 1,
  padBefore: 0,
  padAfter: 0,
  inputLength: 1,
  outputLength: 1,
};

/** Two-dimensional layers serve one axis too, which then has a neighbour of length one. */
export const twoAxes = (windows: readonly AxisWindow[]): readonly AxisWindow[] =>
  windows.length === 1 ? [windows[0], stillWindow] : windows;

export const pair = (
  windows: readonly AxisWindow[],
  key: 'kernelSize' | 'stride' | 'dilation',
): [number, number] => [windows[0][key], windows[1][key]];
