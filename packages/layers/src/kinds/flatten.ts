import { flattenKind } from '@axiswise/geometry';
import * as tf from '@tensorflow/tfjs';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

implementLayer(flattenKind, {
  build: ({ name }, [x]) => through(x, tf.layers.flatten({ name })),
});
