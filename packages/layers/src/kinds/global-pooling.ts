import {
  type FeatureAxis,
  type GlobalPoolingGeometry,
  globalPoolingKind,
} from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { inPlanes } from '../plane-steps.ts';
import { type Symbolic, through } from '../symbolic.ts';

implementLayer(globalPoolingKind, {
  build: (layer, [x], { padding }) => applyGlobalPooling(layer, x, padding()),
});

/** @param padding marks the padding, where the network's input is tokens. */
function applyGlobalPooling(
  layer: GlobalPoolingGeometry,
  x: Symbolic,
  padding: Symbolic | undefined,
): Symbolic {
  const { name, spec, input } = layer;
  const lengths = input.axes.map((axis) => (spec.along.includes(axis.name) ? axis.length : 1));
  if (lengths.length === 1) lengths.push(1);
  const [first, second] = lengths;
  const pool2d = spec.keep === 'max' ? tf.layers.maxPooling2d : tf.layers.averagePooling2d;
  const pool = (poolSize: [number, number], poolName: string) =>
    pool2d({ poolSize, strides: poolSize, name: poolName });
  if (!padding || first === 1) {
    return inPlanes(
      x,
      name,
      (axis) => lengths[axis] > 1,
      (plane, [one, other], stepName) =>
        through(
          plane,
          pool(other === undefined ? [1, lengths[one]] : [lengths[one], lengths[other]], stepName),
        ),
    );
  }

  const mark = markOfWindows(name, input.axes[0], padding);
  if (spec.keep === 'max') {
    const marked = tf.layers.add({ name: `${name}_marked` }).apply([x, mark]) as Symbolic;
    return through(marked, pool([first, second], name));
  }
  // The mean over what is there: each position counts for one over their number, padding for nothing.
  const [secondLength, channels] = [x.shape[2]!, x.shape[3]!];
  const weights = through(
    mark,
    tf.layers.reshape({ targetShape: [first], name: `${name}_marks` }),
    tf.layers.softmax({ name: `${name}_shares` }),
    tf.layers.reshape({ targetShape: [first, 1], name: `${name}_weights` }),
  );
  const values = through(
    x,
    tf.layers.reshape({ targetShape: [first, secondLength * channels], name: `${name}_values` }),
  );
  const mean = tf.layers
    .dot({ axes: 1, name: `${name}_mean` })
    .apply([weights, values]) as Symbolic;
  const shape = [1, secondLength, channels];
  if (second === 1) {
    return through(mean, tf.layers.reshape({ targetShape: shape, name }));
  }
  return through(
    mean,
    tf.layers.reshape({ targetShape: shape, name: `${name}_over_first_axis` }),
    pool([1, second], name),
  );
}

/**
 * Marks the positions that an example would not have at its own length: their windows reach further
 * behind its end than the padding of the layers allows. The first position always counts.
 */
function markOfWindows(name: string, axis: FeatureAxis, padding: Symbolic): Symbolic {
  const { start, receptiveField, paddedBehind, jump, length, inputLength } = axis;
  // Position t counts if the token at `lastSeen + t·jump` is there; from the second position on.
  const lastSeen = start + receptiveField - 1 - paddedBehind;
  const from = lastSeen + jump;
  const behind = inputLength - (lastSeen + (length - 1) * jump + 1);
  const along = (first: number, last: number): [[number, number], [number, number]] => [
    [first, last],
    [0, 0],
  ];
  const steps: tf.layers.Layer[] = [];
  if (from < 0 || behind < 0) {
    const zeros = along(Math.max(-from, 0), Math.max(-behind, 0));
    steps.push(tf.layers.zeroPadding2d({ padding: zeros, name: `${name}_marks_around` }));
  }
  if (from > 0 || behind > 0) {
    const cut = along(Math.max(from, 0), Math.max(behind, 0));
    steps.push(tf.layers.cropping2D({ cropping: cut, name: `${name}_marks_inside` }));
  }
  if (jump > 1) {
    steps.push(
      tf.layers.maxPooling2d({
        poolSize: [1, 1],
        strides: [jump, 1],
        name: `${name}_marks_by_stride`,
      }),
    );
  }
  const one = along(1, 0);
  steps.push(tf.layers.zeroPadding2d({ padding: one, name: `${name}_marks_of_all` }));
  return through(padding, ...steps);
}
