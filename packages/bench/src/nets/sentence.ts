import {
  convolution,
  defineAxes,
  dense,
  embedding,
  flatten,
  globalPooling,
  inputOf,
  no,
  parallel,
  slide,
  span,
  yes,
} from '@axiswise/geometry';
import { referenceNet } from './reference-net.ts';

const sentenceAxes = defineAxes({
  time: {
    patternsRecur: yes('a phrase may stand anywhere'),
    subsamplable: no('with every second word dropped, it is another sentence'),
  },
  embedding: {
    patternsRecur: no('each dimension means something of its own'),
    subsamplable: no('half of the dimensions are half of the meaning'),
  },
});

/** Kim 2014, random vectors; without dropout, which takes hardly any time, so that losses can be compared. */
export const sentence = referenceNet({
  name: 'sentence',
  describe:
    '56 words of 18,000: embedding 300, 100 filters each of 3, 4 and 5 words, max over time, dense 2',
  input: inputOf(sentenceAxes, [56, 1], { names: ['time'], vocabularySize: 18_000 }),
  layers: [
    embedding(300, { along: 'embedding' }),
    parallel(
      [3, 4, 5].map((words) => [
        convolution(100, { move: { time: slide(words), embedding: span() } }),
        globalPooling(['time']),
      ]),
    ),
    flatten(),
    dense(2, { activation: 'softmax' }),
  ],
  batchSize: 50,
});
