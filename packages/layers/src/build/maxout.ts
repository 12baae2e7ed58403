import type { MaxoutGeometry } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { Maxout } from '../maxout.ts';
import { type BuildOptions, type Symbolic, through } from './symbolic.ts';

/**
 * Maxout as a layer of its own, or from standard layers, for models that load without this project: the
 * pieces become an axis, and that is pooled.
 */
export function applyMaxout(
  layer: MaxoutGeometry,
  x: Symbolic,
  { portable }: BuildOptions,
): Symbolic {
  const { name, output } = layer;
  const { pieces } = layer.spec;
  if (!portable) return through(x, new Maxout({ name, pieces }));
  const [, ...shape] = x.shape as number[];
  const targetShape = [...shape.slice(0, -1), output.channels];
  return through(
    x,
    tf.layers.reshape({
      targetShape: [tf.util.sizeFromShape(targetShape), pieces, 1],
      name: `${name}_pieces`,
    }),
    tf.layers.maxPooling2d({ poolSize: [1, pieces], name: `${name}_largest` }),
    tf.layers.reshape({ targetShape, name }),
  );
}
