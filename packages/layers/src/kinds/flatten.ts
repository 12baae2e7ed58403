import { flattenKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

implementLayer(flattenKind, {
  build: ({ name }, [x]) => through(x, tf.layers.flatten({ name })),
});
