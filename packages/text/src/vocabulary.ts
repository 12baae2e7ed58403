import type { TargetForm } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { z } from 'zod';

/** Token 0 pads the end of a sentence; token 1 stands for every unknown word. */
export const PADDING = 0;
export const UNKNOWN = 1;
const reserved = ['<pad>', '<unk>'];

/** How sentences become tokens: the {@link Dataset.encoding} of every source of this package. */
export interface WordsEncoding {
  readonly kind: 'words';
  /** The word of every token, `<pad>` and `<unk>` first. */
  readonly words: readonly string[];
  /** Tokens per example: shorter sentences are padded, longer ones truncated, both at the end. */
  readonly length: number;
  /** The classes of the run, so that other data is read with the same ones. */
  readonly classes: readonly string[];
  /** What the run predicts, where that is not one class: the names of labels or of numbers. */
  readonly targets?: Pick<TargetForm, 'task' | 'names'> | undefined;
}

const wordsEncodingSchema: z.ZodType<WordsEncoding> = z.looseObject({
  kind: z.literal('words'),
  words: z.array(z.string()),
  length: z.int().min(1),
  classes: z.array(z.string()),
  targets: z.object({ task: z.string(), names: z.array(z.string()) }).optional(),
});

/**
 * Lists the words that get a token: `<pad>`, `<unk>`, then the most frequent first, equally
 * frequent ones in alphabetical order (of code units, the same on every machine).
 *
 * Count the words of the training part only, so that the test part has unknown words as new data
 * has (deviation from Kim 2014, whose vocabulary comes from all sentences, including the test
 * part).
 *
 * @param counts how often each word occurs.
 * @param options.minCount rarer words are unknown; default 1.
 *
 * @example
 * buildVocabulary(new Map([['a', 2], ['film', 1], ['good', 2]])); // ['<pad>', '<unk>', 'a', 'good', 'film']
 */
export function buildVocabulary(
  counts: ReadonlyMap<string, number>,
  options: { readonly minCount?: number } = {},
): string[] {
  const { minCount = 1 } = options;
  const ranked = [...counts]
    .filter(([word, count]) => count >= minCount && !reserved.includes(word))
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return [...reserved, ...ranked.map(([word]) => word)];
}

/**
 * Checks that the encoding of a run is one of words.
 *
 * @throws InputError if it is of another kind.
 */
export function checkWordsEncoding(encoding: unknown): WordsEncoding {
  if (!wordsEncodingSchema.safeParse(encoding).success) {
    throw new InputError(
      'data',
      `the run was not trained on sentences, so it has no vocabulary; choose data ` +
        `of the kind it was trained on`,
    );
  }
  return encoding as WordsEncoding;
}

/** Returns the word of every token of a run's encoding; throws like {@link checkWordsEncoding}. */
export const wordsOfEncoding = (encoding: unknown): readonly string[] =>
  checkWordsEncoding(encoding).words;
