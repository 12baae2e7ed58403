import { activationKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { through } from '../symbolic.ts';

implementLayer(activationKind, {
  build: ({ name, spec: { activation } }, [x]) =>
    through(x, tf.layers.activation({ activation, name })),
});
