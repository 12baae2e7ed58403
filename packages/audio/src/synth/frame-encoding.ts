import { InputError } from '@axiswise/messages';
import { frameWindows } from '../frame-windows.ts';
import { melAnalyser, type MelSettings, type MelSpectrogram } from '../mel-spectrogram.ts';
import { normalizeUtterance } from '../normalize.ts';

/**
 * How speech becomes windows of frames; stored as `Dataset.encoding` and read by `decodeFrames`.
 */
export interface FrameEncoding extends MelSettings {
  readonly kind: 'frames';
  /** An odd number: the classified frame, and the same number of frames before and after it. */
  readonly windowFrames: number;
}

/** Makes the spectrogram from which windows are cut: normalised over the whole utterance. */
export function frameEncoder(encoding: MelSettings): (samples: Float32Array) => MelSpectrogram {
  const analyse = melAnalyser(encoding);
  return (samples) => normalizeUtterance(analyse(samples), 'utterance');
}

/**
 * Cuts the window around one frame, `[bands, windowFrames]`; beyond the ends the outermost frame is
 * repeated.
 */
export function windowAround(
  sound: MelSpectrogram,
  frame: number,
  { windowFrames }: FrameEncoding,
): Float32Array {
  const context = (windowFrames - 1) / 2;
  return frameWindows(sound, { before: context, after: context, frames: [frame] });
}

/**
 * Checks the encoding of a trained run, as read from JSON.
 *
 * @throws InputError if it is of another kind.
 */
export function readFrameEncoding(encoding: unknown): FrameEncoding {
  const read = encoding as Partial<FrameEncoding> | undefined;
  if (read?.kind !== 'frames' || Number(read.windowFrames) % 2 !== 1) {
    throw new InputError(
      'data',
      'this run was not trained on windows of frames: its encoding says ' +
        `${JSON.stringify(encoding) ?? 'nothing'}`,
    );
  }
  return read as FrameEncoding;
}
