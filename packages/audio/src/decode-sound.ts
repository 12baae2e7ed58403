import { decodeFrames } from './synth/decode-frames.ts';
import { decodeUtterance } from './utterances.ts';

/**
 * Reads the examples of a WAV file as the training data of a run: the whole recording, or windows
 * of frames along it.
 *
 * @param as.encoding the encoding of the run.
 * @throws InputError if the file cannot be read, or the run was not trained on sound.
 */
export async function decodeSound(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<readonly { readonly part?: string; readonly input: Float32Array }[]> {
  const { kind } = (as.encoding ?? {}) as { readonly kind?: unknown };
  return kind === 'frames' ? decodeFrames(file, as) : [{ input: await decodeUtterance(file, as) }];
}
