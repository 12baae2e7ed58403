import { InputError } from '@axiswise/messages';
import type { VectorParser } from './word-vector-parser.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
/** A thousand numbers take about ten thousand bytes. */
const longestLineBytes = 1e6;

/**
 * Reads word vectors from lines of a word and its numbers, separated by spaces: GloVe, or with a
 * header line `words width` the text format of word2vec and fastText.
 *
 * Some words of GloVe contain spaces (`. . .`). The text before the last `width` numbers is the
 * word, unless it ends in a number; then the line has too many numbers. The numbers of words that
 * are not wanted are counted, not parsed.
 *
 * @param options.header the content of the first line if it is a header; it is skipped.
 */
export function textVectors(options: {
  readonly file: string;
  readonly header?: { readonly count: number; readonly width: number } | undefined;
  readonly wanted: ReadonlySet<string>;
  readonly onVector: (word: string, vector: Float32Array) => void;
}): VectorParser {
  const { file, header, wanted, onVector } = options;
  let lineNumber = 0;
  let width = header?.width;

  const readLine = (bytes: Buffer, start: number, lineEnd: number, isLast: boolean): void => {
    lineNumber++;
    let end = lineEnd;
    while (end > start && (bytes[end - 1] === space || bytes[end - 1] === carriageReturn)) end--;
    if (end === start || (header && lineNumber === 1)) return;
    const place = `${file}, line ${lineNumber}`;
    if (header && lineNumber > header.count + 1) {
      throw new InputError(
        'data',
        `${place}: the first line states ${header.count} words, but there are more; the file is ` +
          `damaged, get it again`,
      );
    }
    let fields = 1;
    for (let i = start; i < end; i++) if (bytes[i] === space) fields++;
    if (width === undefined) {
      width = fields - 1;
      const numbers = bytes.toString('latin1', start, end).split(' ').slice(1);
      if (width === 0 || !numbers.every(isNumber)) {
        throw new InputError(
          'data',
          `${place}: expected a word and its numbers, separated by spaces; give a file of GloVe or ` +
            `word2vec`,
        );
      }
    }
    if (fields < width + 1) {
      throw new InputError(
        'data',
        isLast
          ? `${place}: the file ends after ${fields - 1} of ${width} numbers; it is truncated, get it again`
          : `${place}: expected ${width} numbers after the word, got ${fields - 1}; the file ` +
              `is damaged, get it again`,
      );
    }
    if (fields === width + 1) {
      const word = bytes.toString('utf8', start, bytes.indexOf(space, start));
      if (!wanted.has(word)) return;
      onVector(word, readNumbers(bytes.toString('latin1', start, end).split(' ').slice(1), place));
      return;
    }
    const texts = bytes.toString('utf8', start, end).split(' ');
    const word = texts.slice(0, -width);
    if (isNumber(word[word.length - 1])) {
      throw new InputError(
        'data',
        `${place}: expected ${width} numbers after the word, got ${fields - 1}; the file is ` +
          `damaged, get it again`,
      );
    }
    if (wanted.has(word.join(' ')))
      onVector(word.join(' '), readNumbers(texts.slice(-width), place));
  };

  return {
    take(bytes) {
      let start = 0;
      for (;;) {
        const end = bytes.indexOf(newline, start);
        if (end === -1) {
          if (bytes.length - start <= longestLineBytes) return start;
          throw new InputError(
            'data',
            `${file}, line ${lineNumber + 1} is longer than ${longestLineBytes / 1e6} MB; give a file of GloVe ` +
              `or word2vec`,
          );
        }
        readLine(bytes, start, end, false);
        start = end + 1;
      }
    },
    finish(rest) {
      if (rest.length > 0) readLine(rest, 0, rest.length, true);
      if (header && lineNumber < header.count + 1) {
        throw new InputError(
          'data',
          `${file} ends after ${Math.max(0, lineNumber - 1)} of ${header.count} words; it is truncated, ` +
            `get it again`,
        );
      }
    },
  };
}

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

function readNumbers(texts: readonly string[], place: string): Float32Array {
  const invalid = texts.findIndex((text) => !isNumber(text));
  if (invalid !== -1) {
    throw new InputError(
      'data',
      `${place}: number ${invalid + 1} must be a finite number, got '${texts[invalid].slice(0, 20)}'; the file is damaged, get it ` +
        `again`,
    );
  }
  return Float32Array.from(texts, Number);
}
