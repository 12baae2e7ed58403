import { frameCentreSeconds } from '../frame-windows.ts';
import { resample } from '../resample.ts';
import { readWav } from '../wav.ts';
import { frameEncoder, readFrameEncoding, windowAround } from './frame-encoding.ts';

/** Time from one prediction to the next. */
export const predictionStepSeconds = 0.05;

/** A window of frames in a file. */
export interface DecodedFrame {
  /** The time of its centre: `0.25 s`. */
  readonly part: string;
  readonly input: Float32Array;
}

/**
 * Reads the examples of a recording for a network trained on windows of frames: one every 50 ms.
 *
 * It is read like the training data: resampled, as a spectrogram, normalised over the whole
 * of it. A recording shorter than a window gives one example, with its outermost frames repeated.
 *
 * @param bytes of a WAV file.
 * @param as.encoding the {@link FrameEncoding} of the run.
 * @param name the file's name, for errors.
 * @throws InputError if the bytes are not readable WAV or the run was trained on something else.
 */
export function decodeFrames(
  bytes: Uint8Array,
  as: { readonly encoding: unknown },
  name: string,
): readonly DecodedFrame[] {
  const encoding = readFrameEncoding(as.encoding);
  const wav = readWav(bytes, name);
  const samples = resample(wav.samples, { fromHz: wav.sampleRateHz, toHz: encoding.sampleRateHz });
  const sound = frameEncoder(encoding)(samples);
  const stepFrames = Math.max(
    1,
    Math.round((predictionStepSeconds * encoding.sampleRateHz) / encoding.hopLengthSamples),
  );
  const decoded: DecodedFrame[] = [];
  // The first step is preceded by half a step, so that predictions lie in the middle of their
  // interval.
  const first = Math.min(Math.floor(stepFrames / 2), Math.floor((sound.frames - 1) / 2));
  for (let frame = first; frame < sound.frames; frame += stepFrames) {
    decoded.push({
      part: `${frameCentreSeconds(frame, encoding).toFixed(2)} s`,
      input: windowAround(sound, frame, encoding),
    });
  }
  return decoded;
}
