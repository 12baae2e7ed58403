import { InputError } from '@axiswise/messages';
import { resample } from '../resample.ts';
import { frameCentreSeconds, frameWindows } from '../frame-windows.ts';
import type { MelSettings, MelSpectrogram } from '../mel-spectrogram.ts';
import { readWav } from '../wav.ts';
import { frameEncoder } from './frame-encoding.ts';

/** How speech becomes stretches of frames, each of which has a label: stored as `Dataset.encoding`. */
export interface StretchEncoding extends MelSettings {
  readonly kind: 'stretches';
  /** Of a stretch. */
  readonly frames: number;
}

/** Some frames of a sound, one behind the other. */
export interface Stretch {
  readonly first: number;
  /** The first frame that no stretch before has. */
  readonly from: number;
  /** `[bands, frames]`. */
  readonly values: Float32Array;
}

/**
 * Cuts a sound into stretches, one behind the other; the last one ends with the sound. A shorter sound gives one
 * stretch, in which its last frame is repeated.
 */
export function cutStretches(
  sound: MelSpectrogram,
  { frames: length }: Pick<StretchEncoding, 'frames'>,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < sound.frames; from += length) {
    const first = Math.max(0, Math.min(from, sound.frames - length));
    const values = frameWindows(sound, { before: 0, after: length - 1, frames: [first] });
    stretches.push({ first, from, values });
  }
  return stretches;
}

export const isStretchEncoding = (encoding: unknown): encoding is StretchEncoding =>
  (encoding as Partial<StretchEncoding> | undefined)?.kind === 'stretches';

/**
 * Reads the stretches of a recording for a network that labels frames, like the training data.
 *
 * @param bytes of a WAV file.
 * @param name the file's name, for errors.
 * @throws InputError if the bytes are not readable WAV.
 */
export function decodeStretches(
  bytes: Uint8Array,
  encoding: StretchEncoding,
  name: string,
): readonly { readonly part: string; readonly input: Float32Array }[] {
  const wav = readWav(bytes, name);
  const samples = resample(wav.samples, { fromHz: wav.sampleRateHz, toHz: encoding.sampleRateHz });
  const sound = frameEncoder(encoding)(samples);
  if (sound.frames === 0) {
    throw new InputError('data', `${name} is shorter than a frame; give a longer recording`);
  }
  return cutStretches(sound, encoding).map(({ first, values }) => ({
    part: `from ${frameCentreSeconds(first, encoding).toFixed(2)} s`,
    input: values,
  }));
}
