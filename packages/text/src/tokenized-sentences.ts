import type { Split } from '@axiswise/data';
import { GrowingNumbers } from './text-column.ts';
import { tokenize } from './tokenize.ts';
import { UNKNOWN, type WordsEncoding } from './vocabulary.ts';

/**
 * Sentences in one array of word ids: sentence `i` is `ids[starts[i]]` up to before `ids[starts[i +
 * 1]]`. It takes four bytes per word, whatever the longest sentence.
 */
export interface TokenizedSentences {
  /** The word of every id. */
  readonly words: readonly string[];
  readonly ids: Uint32Array;
  /** One entry more than there are sentences. */
  readonly starts: Uint32Array;
}

/**
 * Splits sentences into words; ids count from 0 in the order of first occurrence.
 *
 * @param texts as they are written, or as their words, which stay as they are.
 */
export function tokenizeSentences(texts: Iterable<string | readonly string[]>): TokenizedSentences {
  const idOf = new Map<string, number>();
  const ids = new GrowingNumbers();
  const starts = new GrowingNumbers();
  starts.add(0);
  for (const text of texts) {
    for (const word of typeof text === 'string' ? tokenize(text) : text) {
      const known = idOf.get(word);
      ids.add(known ?? idOf.size);
      if (known === undefined) idOf.set(word, idOf.size);
    }
    starts.add(ids.length);
  }
  return { words: [...idOf.keys()], ids: ids.values, starts: starts.values };
}

/** Counts the words of each sentence. */
export const sentenceLengths = ({ starts }: Pick<TokenizedSentences, 'starts'>): Uint32Array =>
  starts.subarray(1).map((end, i) => end - starts[i]);

/** Counts how often each word occurs. */
export function countWords({ words, ids }: TokenizedSentences): Map<string, number> {
  const counts = new Uint32Array(words.length);
  for (const id of ids) counts[id]++;
  return new Map(words.map((word, id) => [word, counts[id]]));
}

/** Sentences as tokens of a vocabulary, with counts of what was lost. */
export interface EncodedSentences {
  /** The tokens of all sentences, laid out like {@link TokenizedSentences.ids}, not truncated. */
  readonly tokens: Uint32Array;
  readonly starts: Uint32Array;
  /** Tokens per example. */
  readonly length: number;
  /** Words that are not in the vocabulary, truncated ones included. */
  readonly unknownWords: number;
  /** Sentences longer than `length`. */
  readonly truncated: number;
  /** Sentences without any word. */
  readonly empty: number;
}

/** Replaces words by the tokens of a vocabulary. */
export function encodeSentences(
  { words, ids, starts }: TokenizedSentences,
  { words: vocabulary, length }: Pick<WordsEncoding, 'words' | 'length'>,
): EncodedSentences {
  const tokenOf = new Map(vocabulary.map((word, token) => [word, token]));
  const tokenOfId = Uint32Array.from(words, (word) => tokenOf.get(word) ?? UNKNOWN);
  const tokens = ids.map((id) => tokenOfId[id]);
  const lengths = sentenceLengths({ starts });
  return {
    tokens,
    starts,
    length,
    unknownWords: tokens.reduce((sum, token) => sum + (token === UNKNOWN ? 1 : 0), 0),
    truncated: lengths.filter((each) => each > length).length,
    empty: lengths.filter((each) => each === 0).length,
  };
}

/**
 * Makes a split of encoded sentences: examples of `[length, 1]`, truncated and padded at the end.
 *
 * A sentence without any word becomes one `<unk>`, because an average over the words of an example
 * of padding only would not exist.
 */
export function sentenceSplit(
  { tokens, starts, length }: Pick<EncodedSentences, 'tokens' | 'starts' | 'length'>,
  { labels, ...others }: Pick<Split, 'labels' | 'targets' | 'groups' | 'exampleName'>,
): Split {
  return {
    length: labels.length,
    labels,
    ...others,
    gather(indices, out) {
      out.fill(0, 0, indices.length * length);
      for (let i = 0; i < indices.length; i++) {
        const start = starts[indices[i]];
        const end = Math.min(starts[indices[i] + 1], start + length);
        if (start === end) out[i * length] = UNKNOWN;
        else out.set(tokens.subarray(start, end), i * length);
      }
    },
  };
}
