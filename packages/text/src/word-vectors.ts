import { fileStates } from '@axiswise/data';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { count, InputError, plural } from '@axiswise/messages';
import type { LoadContext } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { PADDING } from './vocabulary.ts';
import { binaryVectors } from './word-vector-binary.ts';
import type { VectorParser } from './word-vector-parser.ts';
import { textVectors } from './word-vector-text.ts';

/** By which a file of vectors is known to be the same again. */
export const statesOfVectors = (file: string) => fileStates([file]);

/** Vectors of some words, all of one width. */
export interface WordVectors {
  readonly width: number;
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

type Progress = Pick<LoadContext, 'onProgress'>;

const pieceBytes = 1 << 20;
/**
 * The first bytes of the file; they contain a word and a vector of the largest width, which show
 * the format.
 */
const headBytes = 1 << 16;
const widest = 10_000;
const secondsBetweenLines = 5;

/**
 * Reads the vectors of some words from a file of any size; only these are kept in memory.
 *
 * It recognises GloVe text, word2vec binary (Google News) and word2vec text (fastText `.vec`), each
 * also with gzip. The first vector of a word counts. Words are compared as they are; the words of
 * this package are in lower case.
 *
 * @throws InputError if the file is missing, truncated or damaged, with the line or the byte;
 *   invalid numbers are noticed only in the vectors that are kept.
 */
export async function readWordVectors(
  file: string,
  words: Iterable<string>,
  { onProgress }: Progress = {},
): Promise<WordVectors> {
  const vectors = new Map<string, Float32Array>();
  let width = 0;
  const wanted = new Set(words);
  const onVector = (word: string, vector: Float32Array): void => {
    width = vector.length;
    if (!vectors.has(word)) vectors.set(word, vector);
  };
  const recognise = (head: Buffer): VectorParser => {
    const header = readHeader(head, file);
    const options = { file, wanted, onVector };
    return header && isBinary(head, header)
      ? binaryVectors({ ...options, header })
      : textVectors({ ...options, header });
  };
  let parser: VectorParser | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of unpackedPieces(file, onProgress)) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    if (!parser && rest.length < headBytes) continue;
    parser ??= recognise(rest);
    rest = rest.subarray(parser.take(rest));
  }
  if (!parser) {
    parser = recognise(rest);
    rest = rest.subarray(parser.take(rest));
  }
  parser.finish(rest);
  return { width, vectors };
}

/**
 * Reads a vector for each token of a vocabulary from a file of word vectors.
 *
 * Words without one, `<unk>` too, get uniform random numbers between −a and a, where a gives them
 * the variance of the vectors that were found (Kim 2014). A word gets the same numbers in every
 * run. `<pad>` is zero.
 *
 * @param words the words of the tokens, `<pad>` first.
 * @returns `words.length × width` numbers, see {@link Dataset.vectors}.
 * @throws InputError also if the file has none of the words.
 */
export async function vectorsFor(
  file: string,
  words: readonly string[],
  context: Progress = {},
): Promise<{ readonly width: number; readonly values: Float32Array }> {
  const { width, vectors } = await readWordVectors(file, words.slice(2), context);
  if (vectors.size === 0) {
    throw new InputError(
      'data',
      `${file} has a vector for none of the ${words.length - 2} words; give vectors of the same language, ` +
        `with words in lower case`,
    );
  }
  context.onProgress?.(
    `${count(vectors.size)} of ${plural(words.length - 2, 'word')} have a ` +
      `vector of ${width} numbers in ${file}, the others get a random vector`,
  );
  const limit = Math.sqrt(3 * varianceOf(vectors.values()));
  const values = new Float32Array(words.length * width);
  words.forEach((word, token) => {
    if (token === PADDING) return;
    const vector = vectors.get(word) ?? randomVector(word, width, limit);
    values.set(vector, token * width);
  });
  return { width, values };
}

/** Seeds by word, not by run: vectors are data, the same for every run. */
function randomVector(word: string, width: number, limit: number): Float32Array {
  const random = new Random(0, 'word vector', word);
  return Float32Array.from({ length: width }, () => random.uniform(-limit, limit));
}

function varianceOf(vectors: Iterable<Float32Array>): number {
  let numbers = 0;
  let sum = 0;
  let sumOfSquares = 0;
  for (const vector of vectors) {
    numbers += vector.length;
    for (const value of vector) {
      sum += value;
      sumOfSquares += value * value;
    }
  }
  return sumOfSquares / numbers - (sum / numbers) ** 2;
}

interface Header {
  readonly count: number;
  readonly width: number;
}

/** Parses the first line of word2vec's formats, `words width`; GloVe has none. */
function readHeader(head: Buffer, file: string): Header | undefined {
  if (head.length === 0) {
    throw new InputError('data', `${file} is empty; give a file of GloVe or word2vec`);
  }
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') {
    throw new InputError(
      'data',
      `${file} is a zip archive; unpack it and give the file of vectors in it`,
    );
  }
  const line = head.toString('latin1', 0, Math.max(0, head.indexOf('\n')));
  const [entries, width] = (/^(\d+) (\d+) *\r?$/.exec(line)?.slice(1) ?? []).map(Number);
  if (entries === undefined) return undefined;
  if (entries >= 1 && width >= 1 && width <= widest) return { count: entries, width };
  throw new InputError(
    'data',
    `${file}, line 1 must state at least 1 word and a width from 1 to ` +
      `${count(widest)}, got ${entries} words of ${width} numbers; the file is damaged, get it again`,
  );
}

/**
 * Whether the bytes after the first word are floats: text is printable up to the end of the line.
 */
function isBinary(head: Buffer, { width }: Header): boolean {
  const firstWord = head.indexOf('\n') + 1;
  const numbers = head.indexOf(' ', firstWord) + 1;
  if (numbers === 0) return false;
  const [line] = head.toString('latin1', numbers, numbers + 4 * width).split(/\r?\n/, 1);
  return line.length < width || !/^[\x20-\x7e]*$/.test(line);
}

/** Yields the content of a file in pieces of about a megabyte, uncompressed. */
async function* unpackedPieces(
  file: string,
  onProgress: Progress['onProgress'],
): AsyncGenerator<Buffer> {
  const handle = await openFile(file);
  try {
    const { size } = await handle.stat();
    const { buffer: magic } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const raw = rawPieces(handle, file, size, onProgress);
    if (magic[0] !== 0x1f || magic[1] !== 0x8b) {
      yield* raw;
      return;
    }
    const gunzip = createGunzip({ chunkSize: pieceBytes });
    // The last stream reports failures to the reader; the callback only prevents a second throw.
    yield* pipeline(Readable.from(raw), gunzip, () => {}) as AsyncIterable<Buffer>;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) {
      throw new InputError(
        'data',
        code === 'Z_BUF_ERROR'
          ? `${file} ends in the middle of its gzip; it is truncated, get it again`
          : `${file} has a damaged gzip (${code}); get it again`,
        { cause },
      );
    }
    if (code === 'EISDIR') {
      throw new InputError('data', `${file} is a folder; give a file of GloVe or word2vec`, {
        cause,
      });
    }
    throw cause;
  } finally {
    await handle.close();
  }
}

async function* rawPieces(
  handle: FileHandle,
  file: string,
  size: number,
  onProgress: Progress['onProgress'],
): AsyncGenerator<Buffer> {
  let done = 0;
  let lastLine = performance.now();
  for (;;) {
    const { buffer, bytesRead } = await handle.read(
      Buffer.allocUnsafe(pieceBytes),
      0,
      pieceBytes,
      done,
    );
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
    if (performance.now() - lastLine < 1000 * secondsBetweenLines) continue;
    lastLine = performance.now();
    onProgress?.(`read ${Math.round(done / 1e6)} of ${Math.round(size / 1e6)} MB of ${file}`);
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT'
        ? `${file} is missing; check vectors=FILE`
        : `${file} cannot be read (${code})`,
      { cause },
    );
  }
}
