import { decodeFrames } from './synth/decode-frames.ts';
import { decodeStretches, isStretchEncoding } from './synth/stretches.ts';
import { encodeUtterance } from './utterance-encoding.ts';

/**
 * Reads the examples of a recording as the training data of a run: the whole recording, windows of frames along it, or
 * stretches of frames that each have a label.
 *
 * @param bytes of a WAV file.
 * @param as.shape the shape of an example.
 * @param as.encoding the encoding of the run.
 * @param name the file's name, for errors.
 * @throws InputError if the bytes are no WAV, or the run was not trained on sound.
 */
export function encodeSound(
  bytes: Uint8Array,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
  name = 'the recording',
): readonly { readonly part?: string; readonly input: Float32Array }[] {
  if (isStretchEncoding(as.encoding)) return decodeStretches(bytes, as.encoding, name);
  const { kind } = (as.encoding ?? {}) as { readonly kind?: unknown };
  return kind === 'frames'
    ? decodeFrames(bytes, as, name)
    : [{ input: encodeUtterance(bytes, as, name) }];
}
