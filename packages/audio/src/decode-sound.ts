import { encodeSound } from './encode-sound.ts';
import { readBytes } from './wav-file.ts';

/**
 * Reads the examples of a WAV file as the training data of a run; see {@link encodeSound}.
 *
 * @throws InputError if the file cannot be read, or the run was not trained on sound.
 */
export const decodeSound = async (
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<ReturnType<typeof encodeSound>> => encodeSound(await readBytes(file), as, file);
