import path from 'node:path';
import { checkLength, decodeRows, linesIn } from './decode-sentence-text.ts';
import { refuseArrays } from './refuse-arrays.ts';
import { type SentenceRow, unlabelledRows } from './sentence-columns.ts';
import { objectSentences } from './sentence-objects.ts';
import { isJsonLines, readRows } from './sentence-rows.ts';
import { readTextFile } from './text-file.ts';

/**
 * Reads the sentences of one file for `predict`, encoded as in a trained run.
 *
 * Each line is one sentence; blank lines are skipped. In a `.tsv` or `.csv` the sentence is the
 * column that its header names (`text`, `sentence` …), else the text after the label, else the
 * whole line. In JSON lines it is the field `text` (`sentence` …).
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
  refuseArrays(file);
  const { text } = await readTextFile(file);
  return decodeRows(rowsOf(text, file), as, file);
}

function rowsOf(text: string, file: string): SentenceRow[] {
  if (isJsonLines(file)) return objectSentences(text, file);
  return /\.(tsv|csv)$/i.test(path.basename(file))
    ? unlabelledRows(readRows(text, file), file)
    : linesIn(text);
}
