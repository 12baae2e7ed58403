import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';

/**
 * Reads a file that the user has named.
 *
 * @throws InputError where it is missing or cannot be read.
 */
export async function readGivenFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      'data',
      code === 'ENOENT' ? `${file} is missing` : `${file} cannot be read (${code})`,
      { cause },
    );
  }
}
