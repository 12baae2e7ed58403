import type { Source } from '@axiswise/data';
import { generatedReviews } from './generated-reviews.ts';

/**
 * Generated film reviews of one sentence, negative or positive: the sentences experiment without a
 * download.
 *
 * Negation, contrast and degree decide what a review says, so counting its words is not enough; the
 * rule is in `grammar.ts`. The reviews are the same for every run, since the source has its own seed.
 * The options `train` and `test` are the numbers of reviews, by default 8,000 and 2,000. A smaller
 * split is the beginning of a larger one, both classes are equally frequent, and no sentence repeats.
 * The other options are those of {@link labelledSentences}.
 *
 * @throws InputError on unknown options and on sizes that are not integers from 10 to 100,000.
 */
export const reviews: Source = generatedReviews({
  name: 'reviews',
  description: 'generated film reviews of one sentence, negative or positive (no download)',
  records: { train: 8000, test: 2000 },
  classes: ['negative', 'positive'],
  sentenceOf: (review) => review,
});
