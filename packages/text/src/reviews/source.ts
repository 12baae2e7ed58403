import { checkOptionNames, type LoadContext, type Source } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { labelledSentences, sentenceOptions } from '../labelled-sentences.ts';
import { writeReviews } from './reviews.ts';

/** Examples written when nothing else is asked for. */
const SIZES = { train: 8000, test: 2000 } as const;
const LEAST = 10;
const MOST = 100_000;

/**
 * Generated film reviews of one sentence, negative or positive: the sentences experiment without a
 * download.
 *
 * Negation, contrast and degree decide what a review says, so counting its words is not enough; the
 * rule is in `grammar.ts`. Equal for every run (the seed of the sentences is the source's own). The
 * options `train` and `test` say how many to write, by default 8,000 and 2,000; a smaller split is
 * the beginning of a larger one, both classes are equally common, and no sentence comes twice. The
 * other options are those of {@link labelledSentences}.
 *
 * Errors: InputError on unknown options and on sizes that are no whole number from 10 to 100,000.
 */
export const reviews: Source = {
  name: 'reviews',
  description: 'generated film reviews of one sentence, negative or positive (no download)',
  records: SIZES,
  load: async (context) => {
    const { options = {}, onProgress } = context;
    checkOptionNames('reviews', options, {
      train: String(SIZES.train),
      test: String(SIZES.test),
      ...sentenceOptions,
    });
    const train = parseSize('train', options);
    const test = parseSize('test', options);
    onProgress?.(`writing ${(train + test).toLocaleString('en-US')} reviews`);
    return labelledSentences(
      {
        name: 'reviews',
        classes: ['negative', 'positive'],
        parts: { train: writeReviews('train', train), test: writeReviews('test', test) },
      },
      context,
    );
  },
};

function parseSize(split: 'train' | 'test', options: NonNullable<LoadContext['options']>): number {
  const value = options[split];
  if (value === undefined) return SIZES[split];
  const size = /^\d+$/.test(value) ? Number(value) : NaN;
  if (size >= LEAST && size <= MOST) return size;
  throw new InputError(
    'data',
    `the option ${split} of reviews is a whole number of sentences from ${LEAST} to ` +
      `${MOST.toLocaleString('en-US')}, but '${value}' came`,
  );
}
