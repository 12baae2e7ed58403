import { readFile, stat } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { type DecodedText, decodeText } from './decode-text.ts';

/** The longest string of V8 has 2²⁹ − 24 characters. */
const mostBytes = 500e6;

/**
 * Reads a whole text file as {@link decodeText} does; reports a guessed encoding.
 *
 * @throws InputError also if the file is missing, a folder, or larger than 500 MB.
 */
export async function readTextFile(
  file: string,
  options: {
    readonly encoding?: string | undefined;
    readonly onProgress?: ((line: string) => void) | undefined;
  } = {},
): Promise<DecodedText & { readonly bytes: Uint8Array }> {
  const bytes = await readWhole(file);
  const decoded = decodeText(bytes, { name: file, encoding: options.encoding });
  if (decoded.encoding === 'windows-1252' && options.encoding === undefined) {
    options.onProgress?.(
      `${file} is not UTF-8 and is read as Windows-1252 (Latin-1); if its letters come out wrong, ` +
        `save it as UTF-8`,
    );
  }
  return { ...decoded, bytes };
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) {
      throw new InputError(
        'data',
        `${file} must have at most ${mostBytes / 1e6} MB, got ${Math.ceil(size / 1e6)} MB; ` +
          `split it`,
      );
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT'
        ? `${file} is missing`
        : code === 'EISDIR'
          ? `${file} must be a text file, got a folder`
          : `${file} cannot be read (${code})`,
      { cause },
    );
  }
}
