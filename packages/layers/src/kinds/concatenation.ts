import { concatenationKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import type { Symbolic } from '../symbolic.ts';

implementLayer(concatenationKind, {
  build: ({ name }, inputs) =>
    inputs.length === 1
      ? inputs[0]
      : (tf.layers.concatenate({ axis: -1, name }).apply([...inputs]) as Symbolic),
});
