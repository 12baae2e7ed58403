import { changesNothing, type Unfolding } from '@axiswise/kernels/unfold';
import type { AxisWindow } from '@axiswise/geometry';
import { padded, unfolded } from './unfolded-windows.ts';

/**
 * A convolution over any number of axes as one over two, or as a product of matrices, for which there are
 * fast kernels: along at most two axes filters slide, the windows along the others are laid out side by side.
 */
export interface FoldedConvolution {
  /** Lays the windows out; absent where they lie side by side already. */
  readonly unfolding: Unfolding | undefined;
  /** The axes along which the convolution over two axes slides, in order: two, one or none. */
  readonly kept: readonly number[];
  /** The others, in order. */
  readonly laidOut: readonly number[];
  /** Along the axes that are kept; 1 for those that are not there. */
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: 'valid' | 'same';
  /** Windows along the axes that are laid out, all together. */
  readonly outerPositions: number;
  /** The order of the output's axes, where it is another than the input's. */
  readonly outputOrder: readonly number[] | undefined;
}

/** How a convolution with these windows is computed. */
export function foldConvolution(windows: readonly AxisWindow[]): FoldedConvolution {
  const kept = keptAxes(windows);
  const laidOut = windows.map((_, axis) => axis).filter((axis) => !kept.includes(axis));
  const order = [...laidOut, ...kept];
  const padding =
    kept.length > 0 && kept.every((axis) => isPaddedSame(windows[axis])) ? 'same' : 'valid';
  const unfolding = {
    axes: windows.map((window, axis) =>
      kept.includes(axis) ? padded(window, padding) : unfolded(window),
    ),
    order,
  };
  const along = (key: 'stride' | 'dilation'): readonly [number, number] => {
    const [first = 1, second = 1] = kept.map((axis) => windows[axis][key]);
    return [first, second];
  };
  return {
    unfolding: changesNothing(unfolding) ? undefined : unfolding,
    kept,
    laidOut,
    strides: along('stride'),
    dilations: along('dilation'),
    padding,
    outerPositions: laidOut.reduce((n, axis) => n * windows[axis].outputLength, 1),
    outputOrder: order.every((axis, i) => axis === i) ? undefined : order,
  };
}

/** Whether filters move along an axis and see several positions at once. */
const slides = ({ kernelSize, outputLength }: AxisWindow): boolean =>
  kernelSize > 1 && outputLength > 1;

/**
 * The axes along which a convolution over two axes slides: of those along which filters slide, those that
 * cost most if laid out come first, then the last ones, which lie closest together in memory.
 */
function keptAxes(windows: readonly AxisWindow[]): number[] {
  // Strides and dilations make a convolution slow; laid out, they cost nothing.
  const slow = ({ stride, dilation }: AxisWindow): number =>
    Number(stride > 1) + 2 * Number(dilation > 1);
  const best = windows
    .map((window, axis) => ({ window, axis }))
    .filter(({ window }) => slides(window))
    .sort((a, b) => slow(a.window) - slow(b.window) || b.axis - a.axis)
    .slice(0, 2);
  // There is no convolution with a stride along one axis and a dilation along another.
  const mixed =
    best.some(({ window }) => window.stride > 1) && best.some(({ window }) => window.dilation > 1);
  return best
    .filter(({ window }) => !mixed || window.dilation === 1)
    .map(({ axis }) => axis)
    .sort((a, b) => a - b);
}

/** Whether the convolutions of TensorFlow.js pad as these windows are padded, by `same`. */
export function isPaddedSame(window: AxisWindow): boolean {
  const { kernelSize, stride, dilation, padBefore, padAfter, wraps } = window;
  const before = Math.floor((kernelSize - 1) / 2);
  const asSame = padBefore === before && padAfter === kernelSize - 1 - before;
  return stride === 1 && dilation === 1 && asSame && !wraps;
}
