import { readFile } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { readWav, type Wav } from './wav.ts';

/** Reads a WAV file from disk; see {@link readWav}. */
export async function readWavFile(file: string): Promise<Wav> {
  return readWav(await readBytes(file), file);
}

/** Reads the bytes of a file; an InputError names the file if it cannot be read. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError('data', `${file} cannot be read (${code})`, { cause });
  }
}
