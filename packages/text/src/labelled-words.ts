import path from 'node:path';
import {
  checkOptionNames,
  type DataFormat,
  fileStates,
  type LoadContext,
  type Source,
  unlabelled,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { lines } from './decode-text.ts';
import { type LabelledSentence, preparedSentences, sentenceOptions } from './labelled-sentences.ts';
import { sentencePreprocessing } from './preprocessing.ts';
import { readTextFile } from './text-file.ts';
import { encodeSentences, sentenceSplit, tokenizeSentences } from './tokenized-sentences.ts';
import { checkWordsEncoding } from './vocabulary.ts';

const namePattern = /\.(conll|iob2?|bio)$/i;

/** A word a line and its label, an empty line between sentences: the columns of CoNLL. See {@link wordFile}. */
export const labelledWords: DataFormat = {
  describe: 'words and their labels (CoNLL columns), a word a line',
  reads: (file) => namePattern.test(file),
  source: wordFile,
  decode: decodeWords,
  preprocessing: sentencePreprocessing,
};

/**
 * Sentences of one's own in which each word has a label, in the columns of CoNLL: a word a line, its label in the last
 * column (spaces or tabs between), an empty line behind each sentence. Lines that begin with `-DOCSTART-` or `# ` are
 * left out, and `_` as a label is none. Words are taken in lower case. A fifth of the sentences is the test.
 *
 * @throws InputError with the line of a word without a label, where there are fewer than two labels, or a label is not
 *   among those of the run.
 */
function wordFile(file: string): Source {
  return {
    name: path.parse(file).name,
    description: `words and their labels in ${file}`,
    load: async (context: LoadContext) => {
      const { options = {}, encoding } = context;
      const name = path.parse(file).name;
      checkOptionNames(name, options, { ...sentenceOptions });
      return preparedSentences(
        {
          name,
          decidedBy: async () => ({ words: await fileStates([file]) }),
          read: async () => {
            const found = await readWords(file);
            const trained =
              encoding === undefined ? undefined : checkWordsEncoding(encoding).classes;
            const classes = trained ?? classesIn(found, file);
            const sentences = found.map((sentence) => withLabels(sentence, { classes, file }));
            const order = new Random(0, 'words', 'test').permutation(sentences.length);
            const test = order.subarray(0, Math.max(1, Math.round(sentences.length / 5))).sort();
            const isTest = new Set(test);
            return {
              classes,
              wordLabels: 'label',
              parts: {
                train: sentences.filter((_, i) => !isTest.has(i)),
                test: Array.from(test, (i) => sentences[i]),
              },
            };
          },
        },
        context,
      );
    },
  };
}

interface ReadSentence {
  /** Of its first word, from 1. */
  readonly line: number;
  readonly words: readonly string[];
  /** Undefined where the file has one column. */
  readonly labels: readonly (string | undefined)[];
}

async function readWords(file: string): Promise<readonly ReadSentence[]> {
  const { text } = await readTextFile(file);
  const sentences: { line: number; words: string[]; labels: (string | undefined)[] }[] = [];
  let isNew = true;
  lines(text).forEach((line, i) => {
    if (line.trim() === '') isNew = true;
    if (line.trim() === '' || line.startsWith('-DOCSTART-') || line.startsWith('# ')) return;
    if (isNew) sentences.push({ line: i + 1, words: [], labels: [] });
    isNew = false;
    const columns = line.trim().split(/\s+/);
    const sentence = sentences.at(-1)!;
    sentence.words.push(columns[0].normalize('NFC').toLowerCase());
    sentence.labels.push(columns.length > 1 ? columns.at(-1) : undefined);
  });
  if (sentences.length > 0) return sentences;
  throw new InputError('data', `${file} holds no word; give a word and its label a line`);
}

function classesIn(sentences: readonly ReadSentence[], file: string): string[] {
  const names = new Set<string>();
  for (const { line, words, labels } of sentences) {
    labels.forEach((label, i) => {
      if (label === undefined) {
        throw new InputError(
          'data',
          `${file}, line ${line + i}: the word "${words[i]}" has no label; give it one in the last column, or _ for none`,
        );
      }
      if (label !== '_') names.add(label);
    });
  }
  if (names.size > 1) return [...names].sort();
  throw new InputError(
    'data',
    `${file} must have at least two labels, got ${[...names].join('') || 'none'}`,
  );
}

function withLabels(
  { line, words, labels }: ReadSentence,
  { classes, file }: { readonly classes: readonly string[]; readonly file: string },
): LabelledSentence {
  const wordLabels = labels.map((label, i) => {
    if (label === undefined || label === '_') return unlabelled;
    const index = classes.indexOf(label);
    if (index >= 0) return index;
    throw new InputError(
      'data',
      `${file}, line ${line + i}: the label "${label}" is none of the run's, which are ${classes.join(', ')}`,
    );
  });
  if (wordLabels.some((label) => label !== unlabelled)) {
    return { text: words, label: 0, wordLabels, place: { file, line } };
  }
  throw new InputError(
    'data',
    `${file}, line ${line}: no word of the sentence has a label; label some, or leave the sentence out`,
  );
}

/** Reads the sentences of a file for `predict`; labels may be left out. */
async function decodeWords(
  file: string,
  { encoding }: { readonly encoding: unknown },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  const known = checkWordsEncoding(encoding);
  const sentences = await readWords(file);
  const encoded = encodeSentences(tokenizeSentences(sentences.map(({ words }) => words)), known);
  const split = sentenceSplit(encoded, { labels: new Int32Array(sentences.length) });
  return sentences.map(({ line }, i) => {
    const input = new Float32Array(known.length);
    void split.gather([i], input);
    return { part: `line ${line}`, input };
  });
}
