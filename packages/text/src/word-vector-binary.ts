import { InputError } from '@axiswise/messages';
import type { VectorParser } from './word-vector-parser.ts';

const newline = 0x0a;
const space = 0x20;
/** word2vec itself limits words to 2,000 bytes. */
const longestWordBytes = 2000;

/**
 * Reads word vectors in the binary format of word2vec: a header line `words width`, then for each
 * word its bytes, a space and `width` floats of four bytes, little-endian. Some files have a line
 * end after each vector, others (Google News) do not.
 *
 * @param options.header the content of the first line, which is skipped.
 */
export function binaryVectors(options: {
  readonly file: string;
  readonly header: { readonly count: number; readonly width: number };
  readonly wanted: ReadonlySet<string>;
  readonly onVector: (word: string, vector: Float32Array) => void;
}): VectorParser {
  const { file, header, wanted, onVector } = options;
  const { count, width } = header;
  let headerRead = false;
  let wordsRead = 0;
  /** Bytes of the file before the present piece. */
  let bytesBefore = 0;

  /** The position after the word that begins at `start`, or -1 if its end is not read yet. */
  const readWord = (bytes: Buffer, start: number): number => {
    const wordStart = bytes[start] === newline ? start + 1 : start;
    const wordEnd = bytes.indexOf(space, wordStart);
    if ((wordEnd === -1 ? bytes.length : wordEnd) - wordStart > longestWordBytes) {
      throw new InputError(
        'data',
        `${file}, byte ${bytesBefore + wordStart}: expected a word, but no space ends it within ` +
          `${longestWordBytes} bytes; the file is damaged or its vectors are not ${width} numbers wide`,
      );
    }
    const next = wordEnd + 1 + 4 * width;
    if (wordEnd === -1 || next > bytes.length) return -1;
    const word = bytes.toString('utf8', wordStart, wordEnd);
    if (wanted.has(word)) onVector(word, readFloats(bytes, wordEnd + 1));
    return next;
  };

  const readFloats = (bytes: Buffer, start: number): Float32Array => {
    const vector = new Float32Array(width);
    for (let i = 0; i < width; i++) {
      vector[i] = bytes.readFloatLE(start + 4 * i);
      if (!Number.isFinite(vector[i])) {
        throw new InputError(
          'data',
          `${file}, byte ${bytesBefore + start + 4 * i}: expected a number, got ${vector[i]}; ` +
            `the file is damaged or its vectors are not ${width} numbers wide`,
        );
      }
    }
    return vector;
  };

  return {
    take(bytes) {
      let start = headerRead ? 0 : bytes.indexOf(newline) + 1;
      headerRead ||= start > 0;
      while (headerRead && wordsRead < count) {
        const next = readWord(bytes, start);
        if (next === -1) break;
        start = next;
        wordsRead++;
      }
      if (wordsRead === count) {
        const surplus = bytes.subarray(start).findIndex((byte) => byte !== newline);
        if (surplus !== -1) {
          throw new InputError(
            'data',
            `${file}, byte ${bytesBefore + start + surplus}: the file continues after its ${count} words of ` +
              `${width} numbers; it is damaged, get it again`,
          );
        }
        start = bytes.length;
      }
      bytesBefore += start;
      return start;
    },
    finish(rest) {
      if (wordsRead === count) return;
      throw new InputError(
        'data',
        `${file} ends at byte ${bytesBefore + rest.length}, after ${wordsRead} of ${count} words; it is ` +
          `truncated, get it again`,
      );
    },
  };
}
