import { block, defineAxes, dense, flatten, inputOf, pool, slide, yes } from '@axiswise/geometry';
import { referenceNet } from './reference-net.ts';

const anywhere = {
  patternsRecur: yes('a stroke may lie anywhere'),
  subsamplable: yes('a smaller picture shows the same'),
};
const pixels = defineAxes({ height: anywhere, width: anywhere });
const both = {
  move: { height: slide(3), width: slide(3) },
  pool: { height: pool(2), width: pool(2) },
};

/** The lecture's network of two blocks. */
export const image = referenceNet({
  name: 'image',
  describe: '28×28 pixels: 25 filters of 3×3, pool 2, 50 of 3×3, pool 2, dense 100, dense 10',
  input: inputOf(pixels, [28, 28, 1]),
  layers: [
    ...block(25, both),
    ...block(50, both),
    flatten(),
    dense(100),
    dense(10, { activation: 'softmax' }),
  ],
  batchSize: 128,
});
