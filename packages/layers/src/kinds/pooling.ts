import { type AxisWindow, type PoolingGeometry, poolingKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { inPlanes, ofPlane, padAxes } from '../plane-steps.ts';
import { pair, stillWindow, type Symbolic, twoAxes } from '../symbolic.ts';

implementLayer(poolingKind, { build: (layer, [x]) => applyPooling(layer, x) });

function applyPooling(layer: PoolingGeometry, x: Symbolic): Symbolic {
  const declared = twoAxes(layer.windows);
  const around = padAxes(
    x,
    declared.map((window) => (window.wraps ? window : stillWindow)),
    `${layer.name}_padding`,
  );
  const windows = declared.map((window) => (window.wraps ? withoutPadding(window) : window));
  return inPlanes(
    around,
    layer.name,
    (axis) => windows[axis].kernelSize > 1 || windows[axis].stride > 1,
    (plane, axes, name) => poolPlane(plane, ofPlane(windows, axes), layer.spec.keep, name),
  );
}

/** A window over what has its padding already. */
const withoutPadding = ({ wraps: _wraps, ...window }: AxisWindow): AxisWindow => ({
  ...window,
  inputLength: window.padBefore + window.inputLength + window.padAfter,
  padBefore: 0,
  padAfter: 0,
});

function poolPlane(
  x: Symbolic,
  windows: readonly [AxisWindow, AxisWindow],
  keep: PoolingGeometry['spec']['keep'],
  layerName: string,
): Symbolic {
  const pool2d = (
    poolSize: [number, number],
    strides: [number, number],
    padding: 'valid' | 'same',
    name = layerName,
  ) =>
    tf.layers[keep === 'max' ? 'maxPooling2d' : 'averagePooling2d']({
      poolSize,
      strides,
      padding,
      name,
    });
  const padded = windows.map(({ padBefore, padAfter }) => padBefore + padAfter > 0);
  const mixed = padded.some(Boolean) && !windows.every((w, i) => padded[i] || isWholeEitherWay(w));
  if (!mixed) {
    const padding = padded.some(Boolean) ? 'same' : 'valid';
    return pool2d(pair(windows, 'kernelSize'), pair(windows, 'stride'), padding).apply(
      x,
    ) as Symbolic;
  }
  // One axis padded, the other not: maxima and means over a window are taken axis after axis.
  const [first, second] = windows;
  const [firstPadding, secondPadding] = padded.map((some) => (some ? 'same' : 'valid'));
  const between = pool2d(
    [first.kernelSize, 1],
    [first.stride, 1],
    firstPadding,
    `${layerName}_first_axis`,
  ).apply(x);
  return pool2d([1, second.kernelSize], [1, second.stride], secondPadding).apply(
    between,
  ) as Symbolic;
}

/** Whether `same` and `valid` padding give the same windows. */
const isWholeEitherWay = ({ inputLength, stride, outputLength }: AxisWindow): boolean =>
  outputLength === Math.ceil(inputLength / stride);
