import { additionKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import type { Symbolic } from '../symbolic.ts';

implementLayer(additionKind, {
  build: ({ name }, inputs) =>
    inputs.length === 1 ? inputs[0] : (tf.layers.add({ name }).apply([...inputs]) as Symbolic),
});
