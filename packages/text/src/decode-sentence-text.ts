import { InputError } from '@axiswise/messages';
import { lines } from './decode-text.ts';
import type { SentenceRow } from './sentence-columns.ts';
import { encodeSentences, sentenceSplit, tokenizeSentences } from './tokenized-sentences.ts';
import { checkWordsEncoding } from './vocabulary.ts';

/** A sentence as a run takes it. */
export interface DecodedSentence {
  /** Its line: `line 3`. */
  readonly part: string;
  /** `length` tokens. */
  readonly input: Float32Array;
}

/**
 * Reads the sentences of a text for `predict` encoded as in a trained run: one a line, blank lines are skipped.
 *
 * @param as.shape `[length, 1]`.
 * @param as.encoding the encoding of the run, with its vocabulary and length.
 * @param name where the text comes from, for messages.
 */
export async function decodeSentenceText(
  text: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
  name: string,
): Promise<DecodedSentence[]> {
  checkLength(as);
  return Promise.resolve(decodeRows(linesIn(text), as, name));
}

export const linesIn = (text: string): SentenceRow[] =>
  lines(text).flatMap((line, i) => (line.trim() === '' ? [] : [{ text: line, line: i + 1 }]));

export function checkLength(as: {
  readonly shape: readonly number[];
  readonly encoding: unknown;
}): void {
  const { length } = checkWordsEncoding(as.encoding);
  if (as.shape.join() !== `${length},1`) {
    throw new InputError(
      'data',
      `the shape of the run must be [${length}, 1], got [${as.shape.join(', ')}]; its ` +
        `files are inconsistent`,
    );
  }
}

export function decodeRows(
  rows: readonly SentenceRow[],
  { encoding: given }: { readonly encoding: unknown },
  name: string,
): DecodedSentence[] {
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
