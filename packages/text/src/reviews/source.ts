import { checkOptionNames, type Source } from '@axiswise/data';
import { parseInteger, plural } from '@axiswise/messages';
import { preparedSentences, sentenceOptions } from '../labelled-sentences.ts';
import { writeReviews } from './reviews.ts';

/** The default numbers of examples. */
const defaultSizes = { train: 8000, test: 2000 } as const;
export const sizeRange = { from: 10, to: 100_000 };

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
export const reviews: Source = {
  name: 'reviews',
  description: 'generated film reviews of one sentence, negative or positive (no download)',
  records: defaultSizes,
  load: async (context) => {
    const { options = {}, onProgress } = context;
    checkOptionNames('reviews', options, {
      train: String(defaultSizes.train),
      test: String(defaultSizes.test),
      ...sentenceOptions,
    });
    const train = parseInteger('data', 'train', options.train, sizeRange) ?? defaultSizes.train;
    const test = parseInteger('data', 'test', options.test, sizeRange) ?? defaultSizes.test;
    return preparedSentences(
      {
        name: 'reviews',
        decidedBy: () => ({ train, test }),
        read: () => {
          onProgress?.(`writing ${plural(train + test, 'review')}`);
          return {
            classes: ['negative', 'positive'],
            parts: { train: writeReviews('train', train), test: writeReviews('test', test) },
          };
        },
      },
      context,
    );
  },
};
