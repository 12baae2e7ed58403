import type { Source } from '@axiswise/data';
import type { LabelledSentence } from '../labelled-sentences.ts';
import { generatedReviews } from './generated-reviews.ts';
import type { Review } from './reviews.ts';

/** What a word says of the film: nothing, praise, blame, or an opinion that does not count. */
export const opinionClasses = ['no opinion', 'praise', 'blame', 'conceded'] as const;

/**
 * The reviews of `reviews`, to be told of each word whether it says an opinion, and which one as the sentence has it:
 * *dull* is blame, and praise in *not dull*; in *although the songs dazzle* the opinion is conceded, and does not count.
 * A word by itself does not tell that.
 *
 * The options `train` and `test` are the numbers of reviews, by default 4,000 and 1,000; the others are those of
 * `reviews`.
 *
 * @throws InputError on unknown options and on sizes that are not integers from 10 to 100,000.
 */
export const reviewOpinions: Source = generatedReviews({
  name: 'review-opinions',
  description: 'the same reviews, which of their words praise, blame or concede (no download)',
  records: { train: 4000, test: 1000 },
  classes: opinionClasses,
  wordLabels: 'opinion',
  sentenceOf: withOpinions,
});

function withOpinions({ words }: Review): LabelledSentence {
  return {
    text: words.map(({ word }) => word),
    label: 0,
    wordLabels: words.map(({ counts }) =>
      counts === undefined ? 0 : counts > 0 ? 1 : counts < 0 ? 2 : 3,
    ),
  };
}
