import {
  block,
  convolution,
  defineAxes,
  flatten,
  inputOf,
  no,
  slide,
  softmax,
  yes,
} from '@axiswise/geometry';
import { referenceNet } from './reference-net.ts';

const points = {
  patternsRecur: yes('a shape may arise anywhere'),
  subsamplable: no('every point matters'),
};
const board19 = defineAxes({ row: points, column: points });
const same = slide(3, { padding: 'same' });
const both = { move: { row: same, column: same } };

/** A small policy network (Silver et al. 2016): a score for every point. */
export const board = referenceNet({
  name: 'board',
  describe: '19×19 points × 48 planes: five layers of 64 filters of 3×3, one of 1 filter',
  input: inputOf(board19, [19, 19, 48]),
  layers: [
    ...Array.from({ length: 5 }, () => block(64, both)).flat(),
    convolution(1, both, { activation: 'linear' }),
    flatten(),
    softmax(),
  ],
  batchSize: 64,
});
