import { upsamplingKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { cropAxes, type Ends, inPlanes } from '../plane-steps.ts';
import { through } from '../symbolic.ts';

/** Repeats values, then cuts off behind what is too much. */
implementLayer(upsamplingKind, {
  build({ name, factors, input, output }, [x]) {
    const ends = output.axes.map(({ length }, i): Ends => [
      0,
      input.axes[i].length * factors[i] - length,
    ]);
    const repeats = [...factors];
    if (ends.length === 1) {
      ends.push([0, 0]);
      repeats.push(1);
    }
    const exact = ends.every(([, behind]) => behind === 0);
    const repeated = inPlanes(
      x,
      exact ? name : `${name}_repeat`,
      (axis) => repeats[axis] > 1,
      (plane, [first, second], stepName) =>
        through(
          plane,
          tf.layers.upSampling2d({
            size: second === undefined ? [1, repeats[first]] : [repeats[first], repeats[second]],
            name: stepName,
          }),
        ),
    );
    return exact ? repeated : cropAxes(repeated, ends, name);
  },
});
