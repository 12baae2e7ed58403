import type { UpsamplingGeometry } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { type Symbolic, through } from './symbolic.ts';

/** Repeats values, then cuts off behind what is too much. */
export function applyUpsampling(layer: UpsamplingGeometry, x: Symbolic): Symbolic {
  const [height, width = 1] = layer.factors;
  const cropping = layer.output.axes.map(({ length }, i) => [
    0,
    layer.input.axes[i].length * layer.factors[i] - length,
  ]);
  if (cropping.length === 1) cropping.push([0, 0]);
  const exact = cropping.every(([, behind]) => behind === 0);
  const repeat = tf.layers.upSampling2d({
    size: [height, width],
    name: exact ? layer.name : `${layer.name}_repeat`,
  });
  if (exact) return through(x, repeat);
  return through(
    x,
    repeat,
    tf.layers.cropping2D({
      cropping: cropping as [[number, number], [number, number]],
      name: layer.name,
    }),
  );
}
