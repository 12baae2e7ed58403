import { dropoutKind } from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { implementLayer } from '../layer-tensors.ts';
import { SeededDropout } from '../seeded-dropout.ts';
import { through } from '../symbolic.ts';

implementLayer(dropoutKind, {
  build: ({ name, spec: { rate } }, [x], { portable, seed }) =>
    through(
      x,
      portable ? tf.layers.dropout({ rate, name }) : new SeededDropout({ rate, seed, name }),
    ),
});
