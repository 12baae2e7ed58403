import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readGivenFile } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { decodeIdx, type IdxArray } from './idx.ts';

/**
 * Reads an IDX file of unsigned bytes, plain or gzip (recognised by content, not by name).
 *
 * @param dimensions the expected number: 3 for images, 1 for labels.
 * @throws InputError with the file and the byte if the content is not valid.
 */
export async function readIdx(file: string, dimensions: number): Promise<IdxArray> {
  return decodeIdx(await readMaybeGzip(file), dimensions, file);
}

/** Reads a file and unpacks it if it is gzip. */
export async function readMaybeGzip(file: string): Promise<Uint8Array> {
  const bytes = await readGivenFile(file);
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  try {
    return await promisify(gunzip)(bytes);
  } catch (cause) {
    const { message } = cause as Error;
    throw new InputError(
      'data',
      /unexpected end/.test(message)
        ? `${file}: its gzip is cut off, at packed byte ${bytes.length}; get it again`
        : `${file}: its gzip is damaged (${message}); get it again`,
      { cause },
    );
  }
}
