import {
  blocks,
  defineAxes,
  dense,
  flatten,
  globalPooling,
  inputOf,
  no,
  pool,
  slide,
  yes,
} from '@axiswise/geometry';
import { referenceNet } from './reference-net.ts';

const anywhere = {
  patternsRecur: yes('something may move anywhere'),
  subsamplable: yes('a smaller picture moves the same way'),
};
const frames = defineAxes({
  time: {
    patternsRecur: yes('a movement may begin at any moment'),
    subsamplable: no('fewer frames are another movement'),
  },
  height: anywhere,
  width: anywhere,
});
const all = { move: { time: slide(3), height: slide(3), width: slide(3) } };

/** A small C3D (Tran et al. 2015): filters over time and picture, only the picture is subsampled. */
export const video = referenceNet({
  name: 'video',
  describe:
    '12 frames × 16×16 pixels: 16 filters of 3×3×3, pool 2×2 in the picture, 32 of 3×3×3, max over all, dense 32, dense 8',
  input: inputOf(frames, [12, 16, 16, 1]),
  layers: [
    ...blocks([16, 32], { blocks: [{ ...all, pool: { height: pool(2), width: pool(2) } }, all] }),
    globalPooling(['time', 'height', 'width']),
    flatten(),
    dense(32),
    dense(8, { activation: 'softmax' }),
  ],
  batchSize: 64,
});
