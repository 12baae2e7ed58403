import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { lines } from './decode-text.ts';
import { type SentenceRow, unlabelledRows } from './sentence-columns.ts';
import { readRows } from './sentence-rows.ts';
import { readTextFile } from './text-file.ts';
import { encodeSentences, sentenceSplit, tokenizeSentences } from './tokenized-sentences.ts';
import { checkWordsEncoding } from './vocabulary.ts';

/**
 * Reads the sentences of one file for `predict`, encoded as in a trained run.
 *
 * Each line is one sentence; blank lines are skipped. In a `.tsv` or `.csv` the sentence is the
 * column that its header names (`text`, `sentence` …), else the text after the label, else the
 * whole line.
 *
 * @param as.shape `[length, 1]`.
 * @param as.encoding the encoding of the run, with its vocabulary and length.
 * @returns for each sentence its line (`line 3`) and `length` tokens.
 * @throws InputError if the file cannot be read or holds no sentence, or the run was not trained on
 *   sentences.
 */
export async function decodeSentences(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  checkLength(as);
  const { text } = await readTextFile(file);
  const rows = /\.(tsv|csv)$/i.test(path.basename(file))
    ? unlabelledRows(readRows(text, file), file)
    : linesIn(text);
  return decodeRows(rows, as, file);
}

/**
 * Reads the sentences of a text for `predict` as {@link decodeSentences} does those of a file, one a line.
 *
 * @param name where the text comes from, for messages.
 */
export async function decodeSentenceText(
  text: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
  name: string,
): ReturnType<typeof decodeSentences> {
  checkLength(as);
  return Promise.resolve(decodeRows(linesIn(text), as, name));
}

const linesIn = (text: string): SentenceRow[] =>
  lines(text).flatMap((line, i) => (line.trim() === '' ? [] : [{ text: line, line: i + 1 }]));

function checkLength(as: { readonly shape: readonly number[]; readonly encoding: unknown }): void {
  const { length } = checkWordsEncoding(as.encoding);
  if (as.shape.join() !== `${length},1`) {
    throw new InputError(
      'data',
      `the shape of the run must be [${length}, 1], got [${as.shape.join(', ')}]; its ` +
        `files are inconsistent`,
    );
  }
}

function decodeRows(
  rows: readonly SentenceRow[],
  { encoding: given }: { readonly encoding: unknown },
  name: string,
): { readonly part: string; readonly input: Float32Array }[] {
  const encoding = checkWordsEncoding(given);
  const { length } = encoding;
  if (rows.length === 0) {
    throw new InputError('data', `${name} holds no sentence; give one per line`);
  }
  const sentences = encodeSentences(tokenizeSentences(rows.map((row) => row.text)), encoding);
  const split = sentenceSplit(sentences, { labels: new Int32Array(rows.length) });
  return rows.map(({ line }, i) => {
    const input = new Float32Array(length);
    void split.gather([i], input);
    return { part: `line ${line}`, input };
  });
}
