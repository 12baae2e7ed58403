import { maxoutKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { Maxout } from '../maxout.ts';
import { through } from '../symbolic.ts';

/** In standard layers the pieces become an axis, and that is pooled. */
implementLayer(maxoutKind, {
  build({ name, output, spec: { pieces } }, [x], { portable }) {
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
  },
});
