import { createHash } from 'node:crypto';
import { count, InputError, parseInteger } from '@axiswise/messages';
import type { Dataset, LoadContext } from '@axiswise/data';
import {
  countWords,
  type EncodedSentences,
  encodeSentences,
  sentenceLengths,
  sentenceSplit,
  type TokenizedSentences,
  tokenizeSentences,
} from './tokenized-sentences.ts';
import { buildVocabulary, checkWordsEncoding, type WordsEncoding } from './vocabulary.ts';
import { vectorsFor } from './word-vectors.ts';

/** A sentence and the index of its class. */
export interface LabelledSentence {
  readonly text: string;
  readonly label: number;
}

/** Sentences by split; the vocabulary comes from `train` only. */
export interface SentenceParts {
  readonly train: readonly LabelledSentence[];
  readonly validation?: readonly LabelledSentence[];
  readonly test: readonly LabelledSentence[];
}

/** The options of every source of sentences, for {@link checkOptionNames}. */
export const sentenceOptions = { length: 'N', minCount: 'N', vectors: 'FILE' } as const;

/**
 * Without the option `length`, examples are as long as the longest training sentence, up to this.
 */
const longestKept = 400;
const longestAsked = 10_000;

/**
 * Makes a data set of labelled sentences: each example is `[length, 1]` tokens along `time`, of the
 * vocabulary of the training part, padded at the end with 0.
 *
 * Options of {@link LoadContext.options}; the source checks their names with {@link
 * sentenceOptions}: `length=N` tokens per example (default: the longest training sentence, at most
 * 400); `minCount=N`, rarer words are unknown (default 1); `vectors=FILE` of word vectors, see
 * {@link vectorsFor}. Longer sentences are truncated and reported. A sentence without any word
 * becomes one `<unk>`.
 *
 * With {@link LoadContext.encoding} sentences are read with the vocabulary and length of that run.
 * The options are ignored then, and the model of the run holds its vectors.
 *
 * @throws InputError if an option is wrong, no training sentence has a word, or the vectors cannot
 *   be read.
 *
 * @example
 * const parts = {
 *   train: [{ text: 'good film', label: 1 }, { text: 'a bad film', label: 0 }],
 *   test: [{ text: 'good actors', label: 1 }],
 * };
 * const dataset = await labelledSentences({ name: 'films', classes: ['bad', 'good'], parts }, {});
 * dataset.encoding.words; // ['<pad>', '<unk>', 'film', 'a', 'bad', 'good']
 * const example = new Float32Array(3);
 * await dataset.splits.test.gather([0], example);
 * Array.from(example); // [5, 1, 0]
 */
export async function labelledSentences(
  data: {
    readonly name: string;
    readonly classes: readonly string[];
    readonly parts: SentenceParts;
  },
  context: Pick<LoadContext, 'options' | 'encoding' | 'onProgress'>,
): Promise<Dataset & { readonly encoding: WordsEncoding }> {
  const { name, classes, parts } = data;
  const asked = parseOptions(context.options);
  const entries = Object.entries(parts) as [keyof SentenceParts, readonly LabelledSentence[]][];
  const tokenized = new Map(
    entries.map(([part, sentences]) => [
      part,
      tokenizeSentences(sentences.map(({ text }) => text)),
    ]),
  );
  const encoding =
    context.encoding === undefined
      ? newEncoding(name, tokenized.get('train')!, { ...asked, classes }, context)
      : checkWordsEncoding(context.encoding);
  const encoded = new Map(
    [...tokenized].map(([part, sentences]) => [part, encodeSentences(sentences, encoding)]),
  );
  for (const [part, sentences] of encoded) sayWhatIsLost(part, sentences, context);
  const split = (part: keyof SentenceParts) =>
    sentenceSplit(
      encoded.get(part)!,
      Int32Array.from(parts[part]!, ({ label }) => label),
    );
  const vectors =
    asked.vectors !== undefined && context.encoding === undefined
      ? await vectorsFor(asked.vectors, encoding.words, context)
      : undefined;
  const hash = createHash('sha256').update(JSON.stringify([classes, encoding]));
  for (const [part, sentences] of entries) {
    hash.update(`${part}\n`);
    for (const { text, label } of sentences) hash.update(JSON.stringify([label, text]));
  }
  if (vectors) hash.update(vectors.values);
  return {
    name,
    axes: ['time'],
    shape: [encoding.length, 1],
    classes,
    splits: {
      train: split('train'),
      ...(parts.validation && { validation: split('validation') }),
      test: split('test'),
    },
    sha256: hash.digest('hex'),
    vocabularySize: encoding.words.length,
    ...(vectors && { vectors }),
    encoding,
  };
}

interface Asked {
  readonly length: number | undefined;
  readonly minCount: number | undefined;
  readonly vectors: string | undefined;
}

function parseOptions(options: LoadContext['options'] = {}): Asked {
  return {
    length: parseInteger('data', 'length', options.length, { from: 1, to: longestAsked }),
    minCount: parseInteger('data', 'minCount', options.minCount, { from: 1, to: 1_000_000 }),
    vectors: options.vectors,
  };
}

function newEncoding(
  name: string,
  train: TokenizedSentences,
  { length, minCount = 1, classes }: Asked & Pick<WordsEncoding, 'classes'>,
  { onProgress }: Pick<LoadContext, 'onProgress'>,
): WordsEncoding {
  const words = buildVocabulary(countWords(train), { minCount });
  const sentences = train.starts.length - 1;
  const known = words.length - 2;
  if (known === 0) {
    throw new InputError(
      'data',
      `${name} has ${sentences} training sentences, but no word ` +
        (train.words.length === 0
          ? `in them; give sentences of letters or digits`
          : `comes ${minCount} times in them; ask for a smaller minCount`),
    );
  }
  onProgress?.(`${count(known)} words in ${count(sentences)} training sentences`);
  const longest = sentenceLengths(train).reduce((most, each) => Math.max(most, each), 0);
  return { kind: 'words', words, length: length ?? Math.min(longest, longestKept), classes };
}

function sayWhatIsLost(
  part: string,
  { tokens, starts, length, truncated, empty, unknownWords }: EncodedSentences,
  { onProgress }: Pick<LoadContext, 'onProgress'>,
): void {
  const all = `${count(starts.length - 1)} ${part} sentences`;
  if (truncated > 0) {
    onProgress?.(
      `${count(truncated)} of ${all} have more than ${length} words and are truncated ` +
        `(the data option length=N keeps N words)`,
    );
  }
  if (empty > 0) {
    onProgress?.(`${count(empty)} of ${all} have no word and become one unknown word`);
  }
  if (unknownWords > 0) {
    const share = ((100 * unknownWords) / tokens.length).toFixed(1);
    onProgress?.(`${share} % of the words in ${all} are not in the vocabulary`);
  }
}
