import { Random } from '@axiswise/random';
import { tokenize } from '../tokenize.ts';
import { compose } from './compose.ts';
import { grammar } from './grammar.ts';

/**
 * Seeds the sentences. It does not depend on the run's seed, so every run reads the same reviews.
 */
const SEED = 1;

/**
 * A generated review: words and punctuation separated by spaces, in lower case, as in Kim's data.
 */
export interface Review {
  readonly text: string;
  /** 0: negative, 1: positive. */
  readonly label: 0 | 1;
  /** The value that the grammar composed; its sign is the label. */
  readonly value: number;
  /** The words of the text, and what each says of the whole; see {@link PhrasePart.counts}. */
  readonly words: readonly { readonly word: string; readonly counts?: number | undefined }[];
}

/**
 * Writes reviews: negative, positive, negative, … of 6 to 30 tokens each, without repetition; a
 * smaller set is the beginning of a larger one.
 *
 * The two splits share no sentence, whatever their sizes: a checksum assigns each sentence to one
 * split. The test reviews have names and a few adjectives that the training reviews never use.
 */
export function writeReviews(split: 'train' | 'test', count: number): Review[] {
  const random = new Random(SEED, 'reviews', split);
  const written = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 0 : 1;
    for (;;) {
      const { text, value, parts } = compose(
        grammar,
        'Review',
        label === 1 ? 1 : -1,
        random,
        split,
      );
      const tokens = tokenize(text);
      const key = tokens.join(' ');
      if (tokens.length < 6 || tokens.length > 30) continue;
      if (splitOf(key) !== split || written.has(key)) continue;
      written.add(key);
      const words = parts.flatMap((part) =>
        tokenize(part.text).map((each) => ({ word: each, counts: part.counts })),
      );
      return { text, label, value, words };
    }
  });
}

/** Assigns a sentence to a split by its tokens. */
function splitOf(tokens: string): 'train' | 'test' {
  return new Random(SEED, 'split', tokens).uniform() < 0.5 ? 'train' : 'test';
}
