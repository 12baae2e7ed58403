import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { lines } from './decode-text.ts';
import { unlabelledRows } from './sentence-columns.ts';
import { readRows } from './sentence-rows.ts';
import { readTextFile } from './text-file.ts';
import { encodeSentences, sentenceSplit, tokenizeSentences } from './tokenized-sentences.ts';
import { checkWordsEncoding } from './vocabulary.ts';

/**
 * The sentences in one file, as the examples of a trained run were made: for `predict`.
 *
 * Each line of a file is one, blank lines are none. Of a `.tsv` or `.csv` the sentences are the column
 * that its first line names (`text`, `sentence` …), else what follows a label, else whole lines.
 *
 * @param as.shape `[length, 1]`.
 * @param as.encoding of the run: its vocabulary and length.
 * @returns for each sentence its line (`line 3`) and `length` tokens.
 * @throws InputError where the file cannot be read or holds no sentence, or the run was not trained on
 *   sentences.
 */
export async function decodeSentences(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<{ readonly part: string; readonly input: Float32Array }[]> {
  const encoding = checkWordsEncoding(as.encoding);
  const { length } = encoding;
  if (as.shape.join() !== `${length},1`) {
    throw new InputError(
      'data',
      `the run takes examples of [${as.shape.join(', ')}], but its vocabulary makes [${length}, 1]; its ` +
        `files do not belong together`,
    );
  }
  const { text } = await readTextFile(file);
  const rows = /\.(tsv|csv)$/i.test(path.basename(file))
    ? unlabelledRows(readRows(text, file), file)
    : lines(text).flatMap((line, i) => (line.trim() === '' ? [] : [{ text: line, line: i + 1 }]));
  if (rows.length === 0) {
    throw new InputError('data', `${file} holds no sentence; give one a line`);
  }
  const sentences = encodeSentences(tokenizeSentences(rows.map((row) => row.text)), encoding);
  const split = sentenceSplit(sentences, new Int32Array(rows.length));
  return rows.map(({ line }, i) => {
    const input = new Float32Array(length);
    void split.gather([i], input);
    return { part: `line ${line}`, input };
  });
}
