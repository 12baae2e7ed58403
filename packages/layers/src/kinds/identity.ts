import { identityKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

implementLayer(identityKind, {
  build: ({ name }, [x]) => through(x, tf.layers.activation({ activation: 'linear', name })),
});
