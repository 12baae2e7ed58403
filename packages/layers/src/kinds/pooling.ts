import { type AxisWindow, type PoolingGeometry, poolingKind } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { implementLayer } from '../layer-tensors.ts';
import { pair, type Symbolic, twoAxes } from '../symbolic.ts';

implementLayer(poolingKind, { build: (layer, [x]) => applyPooling(layer, x) });

function applyPooling(layer: PoolingGeometry, x: Symbolic): Symbolic {
  const windows = twoAxes(layer.windows);
  const pool2d = (
    poolSize: [number, number],
    strides: [number, number],
    padding: 'valid' | 'same',
    name = layer.name,
  ) =>
    tf.layers[layer.spec.keep === 'max' ? 'maxPooling2d' : 'averagePooling2d']({
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
    `${layer.name}_first_axis`,
  ).apply(x);
  return pool2d([1, second.kernelSize], [1, second.stride], secondPadding).apply(
    between,
  ) as Symbolic;
}

/** Whether `same` and `valid` padding give the same windows. */
const isWholeEitherWay = ({ inputLength, stride, outputLength }: AxisWindow): boolean =>
  outputLength === Math.ceil(inputLength / stride);
