import {
  block,
  defineAxes,
  dense,
  flatten,
  inputOf,
  no,
  pool,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { referenceNet } from './reference-net.ts';

const spectrum = defineAxes({
  frequency: {
    patternsRecur: yes('another speaker is higher or lower'),
    subsamplable: yes('a little higher is the same sound'),
  },
  time: {
    patternsRecur: no('the sound lies in the middle'),
    subsamplable: no('short sounds are lost'),
  },
});

/** Filters that slide along frequency and span all frames (Abdel-Hamid et al. 2014). */
export const spectrogram = referenceNet({
  name: 'spectrogram',
  describe: '40 bands × 51 frames: 64 filters of 8×51, pool 3 along frequency, dense 128, dense 10',
  input: inputOf(spectrum, [40, 51, 1]),
  layers: [
    ...block(64, { move: { frequency: slide(8), time: span() }, pool: { frequency: pool(3) } }),
    flatten(),
    dense(128),
    dense(10, { activation: 'softmax' }),
  ],
  batchSize: 128,
});
