import { checkOptionNames, type Source } from '@axiswise/data';
import { parseInteger, plural } from '@axiswise/messages';
import {
  type LabelledSentence,
  preparedSentences,
  sentenceOptions,
} from '../labelled-sentences.ts';
import { type Review, writeReviews } from './reviews.ts';

const sizeRange = { from: 10, to: 100_000 };

/**
 * A source of generated reviews, the same for every run; see {@link reviews} for what they are.
 *
 * @param options.records the default numbers of reviews; the options `train` and `test` choose others.
 * @param options.wordLabels what is labelled of each word, where it is not the review that has a class.
 * @param options.sentenceOf what is kept of a review.
 */
export const generatedReviews = ({
  name,
  description,
  records,
  classes,
  wordLabels,
  sentenceOf,
}: {
  readonly name: string;
  readonly description: string;
  readonly records: { readonly train: number; readonly test: number };
  readonly classes: readonly string[];
  readonly wordLabels?: string;
  readonly sentenceOf: (review: Review) => LabelledSentence;
}): Source => ({
  name,
  description,
  records,
  load: async (context) => {
    const { options = {}, onProgress } = context;
    checkOptionNames(name, options, {
      train: String(records.train),
      test: String(records.test),
      ...sentenceOptions,
    });
    const train = parseInteger('data', 'train', options.train, sizeRange) ?? records.train;
    const test = parseInteger('data', 'test', options.test, sizeRange) ?? records.test;
    return preparedSentences(
      {
        name,
        decidedBy: () => ({ train, test }),
        read: () => {
          onProgress?.(`writing ${plural(train + test, 'review')}`);
          const parts = {
            train: writeReviews('train', train).map(sentenceOf),
            test: writeReviews('test', test).map(sentenceOf),
          };
          return { classes, parts, ...(wordLabels !== undefined && { wordLabels }) };
        },
      },
      context,
    );
  },
});
