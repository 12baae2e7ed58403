import { checkOptionNames, type Source } from '@axiswise/data';
import { parseInteger, plural } from '@axiswise/messages';
import type { LabelledSentence } from '../labelled-sentences.ts';
import { preparedSentences, sentenceOptions } from '../labelled-sentences.ts';
import { sizeRange } from './source.ts';
import { type Review, writeReviews } from './reviews.ts';

const defaultSizes = { train: 4000, test: 1000 } as const;

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
export const reviewOpinions: Source = {
  name: 'review-opinions',
  description: 'the same reviews, which of their words praise, blame or concede (no download)',
  records: defaultSizes,
  load: async (context) => {
    const { options = {}, onProgress } = context;
    checkOptionNames('review-opinions', options, {
      train: String(defaultSizes.train),
      test: String(defaultSizes.test),
      ...sentenceOptions,
    });
    const train = parseInteger('data', 'train', options.train, sizeRange) ?? defaultSizes.train;
    const test = parseInteger('data', 'test', options.test, sizeRange) ?? defaultSizes.test;
    return preparedSentences(
      {
        name: 'review-opinions',
        decidedBy: () => ({ train, test }),
        read: () => {
          onProgress?.(`writing ${plural(train + test, 'review')}`);
          const parts = {
            train: writeReviews('train', train).map(withOpinions),
            test: writeReviews('test', test).map(withOpinions),
          };
          return { classes: opinionClasses, parts, wordLabels: 'opinion' };
        },
      },
      context,
    );
  },
};

const withOpinions = ({ words }: Review): LabelledSentence => ({
  text: words.map(({ word }) => word),
  label: 0,
  wordLabels: words.map(({ counts }) =>
    counts === undefined ? 0 : counts > 0 ? 1 : counts < 0 ? 2 : 3,
  ),
});
