import { decodeFrames } from './synth/decode-frames.ts';
import { decodeStretches, isStretchEncoding } from './synth/stretches.ts';
import { decodeUtterance } from './utterances.ts';

/**
 * Reads the examples of a WAV file as the training data of a run: the whole recording, windows
 * of frames along it, or stretches of frames that each have a label.
 *
 * @param as.encoding the encoding of the run.
 * @throws InputError if the file cannot be read, or the run was not trained on sound.
 */
export async function decodeSound(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<readonly { readonly part?: string; readonly input: Float32Array }[]> {
  if (isStretchEncoding(as.encoding)) return decodeStretches(file, as.encoding);
  const { kind } = (as.encoding ?? {}) as { readonly kind?: unknown };
  return kind === 'frames' ? decodeFrames(file, as) : [{ input: await decodeUtterance(file, as) }];
}
