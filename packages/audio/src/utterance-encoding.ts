import { InputError } from '@axiswise/messages';
import { limitDynamicRange } from './dynamic-range.ts';
import { fitFrames } from './fit-frames.ts';
import { melAnalyser, type MelSettings } from './mel-spectrogram.ts';
import { type NormalizedOver, normalizeUtterance } from './normalize.ts';
import { resample } from './resample.ts';
import { checkSampleRate } from './sample-rate.ts';
import { readWav, type Wav } from './wav.ts';

/**
 * How a whole recording becomes one example: the {@link Dataset.encoding} of recordings that are
 * classified as a whole.
 */
export interface UtteranceEncoding {
  readonly kind: 'utterance';
  readonly mel: MelSettings;
  /** Decibels below the loudest energy of a recording; lower energies are raised to this. */
  readonly dynamicRangeDecibels: number;
  readonly normalizedOver: NormalizedOver;
  /** Frames per example: shorter recordings are padded on both sides, longer ones cropped. */
  readonly frames: number;
  /** How what is right was read of a table or of label tracks; absent of a folder per class. */
  readonly answers?: AnswerEncoding;
}

/** How what is right for recordings was read, for reading it of others in the same way. */
export interface AnswerEncoding {
  readonly classes: readonly string[];
  /** The names of what is predicted; absent where that is one class. */
  readonly targets?: readonly string[];
  /** Whether these are columns of numbers. */
  readonly areNumbers: boolean;
  /** Where each frame has a class: the tier that was read, and the class of frames without a label. */
  readonly tracks?: {
    readonly tier?: string | undefined;
    readonly unlabelled?: string | undefined;
  };
}

/** The axes of spectrograms, in the order of their shape. */
export const spectrogramAxes: readonly string[] = ['frequency', 'time'];

/** The shape of an example: `[bands, frames, 1]`. */
export function utteranceShape({ mel, frames }: UtteranceEncoding): readonly number[] {
  return [mel.bands, frames, 1];
}

/**
 * Encodes one recording as in a trained run.
 *
 * @param bytes of a WAV file.
 * @param as.shape the shape of an example, `[bands, frames, 1]`.
 * @param as.encoding the {@link UtteranceEncoding} of the run.
 * @param name the file's name, for errors.
 * @returns `[bands, frames, 1]`.
 * @throws InputError if the bytes are no WAV, or the run was not trained on whole recordings.
 */
export function encodeUtterance(
  bytes: Uint8Array,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
  name = 'the recording',
): Float32Array {
  const encoding = checkedEncoding(as.encoding);
  const expected = utteranceShape(encoding);
  if (as.shape.join() !== expected.join()) {
    throw new InputError(
      'data',
      `the run takes examples of [${as.shape.join(', ')}], but its encoding makes ` +
        `[${expected.join(', ')}]; the files of the run are inconsistent`,
    );
  }
  const wav = readWav(bytes, name);
  checkSampleRate(wav.sampleRateHz, name);
  return utteranceEncoder(encoding)(wav).values;
}

/**
 * Checks that the encoding of a run is one of utterances.
 *
 * @throws InputError if it is of another kind.
 */
export function checkedEncoding(encoding: unknown): UtteranceEncoding {
  const candidate = encoding as Partial<UtteranceEncoding> | null | undefined;
  if (candidate?.kind !== 'utterance') {
    throw new InputError(
      'data',
      `the run was not trained on whole recordings, so it does not say how to make their ` +
        `spectrograms; choose data of the kind it was trained on`,
    );
  }
  return candidate as UtteranceEncoding;
}

/** Makes examples of recordings: resampled, as a mel spectrogram, with limited dynamic range, normalised, padded or cropped. */
export function utteranceEncoder({
  mel,
  dynamicRangeDecibels,
  normalizedOver,
  frames,
}: UtteranceEncoding): (wav: Wav) => ReturnType<typeof fitFrames> {
  const analyse = melAnalyser(mel);
  return ({ samples, sampleRateHz }) => {
    const resampled = resample(samples, { fromHz: sampleRateHz, toHz: mel.sampleRateHz });
    const limited = limitDynamicRange(analyse(resampled), dynamicRangeDecibels);
    return fitFrames(normalizeUtterance(limited, normalizedOver), frames);
  };
}
