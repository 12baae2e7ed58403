import { upsamplingKind } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

/** Repeats values, then cuts off behind what is too much. */
implementLayer(upsamplingKind, {
  build({ name, factors, input, output }, [x]) {
    const [height, width = 1] = factors;
    const cropping = output.axes.map(({ length }, i) => [
      0,
      input.axes[i].length * factors[i] - length,
    ]);
    if (cropping.length === 1) cropping.push([0, 0]);
    const exact = cropping.every(([, behind]) => behind === 0);
    const repeat = tf.layers.upSampling2d({
      size: [height, width],
      name: exact ? name : `${name}_repeat`,
    });
    if (exact) return through(x, repeat);
    return through(
      x,
      repeat,
      tf.layers.cropping2D({
        cropping: cropping as [[number, number], [number, number]],
        name,
      }),
    );
  },
});
