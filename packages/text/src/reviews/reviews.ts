import { Random } from '@axiswise/random';
import { tokenize } from '../tokenize.ts';
import { compose } from './compose.ts';
import { grammar } from './grammar.ts';

/** Seeds the sentences, not the run: every run reads the same reviews. */
const SEED = 1;

/** A generated review: words and punctuation apart, in small letters, as in Kim's data. */
export interface Review {
  readonly text: string;
  /** 0: negative, 1: positive. */
  readonly label: 0 | 1;
  /** What the grammar composed; its sign is the label. */
  readonly value: number;
}

/**
 * Writes reviews one after another: negative, positive, negative, … of 6 to 30 tokens each, none
 * twice; fewer are the beginning of more.
 *
 * The two splits share no sentence, however many are drawn: half of all sentences belong to either.
 * The test has names and a few adjectives that the training examples never use.
 */
export function writeReviews(split: 'train' | 'test', count: number): Review[] {
  const random = new Random(SEED, 'reviews', split);
  const written = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 0 : 1;
    for (;;) {
      const { text, value } = compose(grammar, 'Review', label === 1 ? 1 : -1, random, split);
      const tokens = tokenize(text);
      const key = tokens.join(' ');
      if (tokens.length < 6 || tokens.length > 30) continue;
      if (splitOf(key) !== split || written.has(key)) continue;
      written.add(key);
      return { text, label, value };
    }
  });
}

/** The split that a sentence belongs to, by its tokens alone. */
function splitOf(tokens: string): 'train' | 'test' {
  return new Random(SEED, 'split', tokens).uniform() < 0.5 ? 'train' : 'test';
}
