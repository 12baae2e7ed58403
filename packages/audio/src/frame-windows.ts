import { InputError } from '@axiswise/messages';
import type { MelSettings, MelSpectrogram } from './mel-spectrogram.ts';

/** The numbers of context frames before and after a frame. */
export interface FrameContext {
  readonly before: number;
  readonly after: number;
}

/**
 * Cuts out each frame with the frames around it, for tasks that label every frame.
 *
 * Beyond the ends the first and the last frame are repeated, as in Kaldi's `splice-feats`: a
 * segment cut out of speech continues rather than falling silent.
 *
 * @param options.frames the frames, by default all; the centre of window i is frame `frames[i]`, at
 *   position `before` of the window.
 * @returns one window after another, each `[bands, before + 1 + after]`.
 * @throws InputError if a frame does not exist or the context is invalid.
 *
 * @example
 * const spectrogram = { values: Float32Array.of(1, 2, 3), bands: 1, frames: 3, hopSeconds: 0.01 };
 * [...frameWindows(spectrogram, { before: 1, after: 1 })]; // [1, 1, 2, 1, 2, 3, 2, 3, 3]
 */
export function frameWindows(
  spectrogram: MelSpectrogram,
  options: FrameContext & { readonly frames?: ArrayLike<number> },
): Float32Array {
  const { values, bands, frames: count } = spectrogram;
  const { before, after } = options;
  const centres = options.frames ?? Uint32Array.from({ length: count }, (_, i) => i);
  for (const context of [before, after]) {
    if (!(Number.isInteger(context) && context >= 0)) {
      throw new InputError('data', `context must be a non-negative integer, got ${context}`);
    }
  }
  const width = before + 1 + after;
  const windows = new Float32Array(centres.length * bands * width);
  let at = 0;
  for (let i = 0; i < centres.length; i++) {
    const centre = centres[i];
    if (!(Number.isInteger(centre) && centre >= 0 && centre < count)) {
      throw new InputError('data', `frame must be from 0 to ${count - 1}, got ${centre}`);
    }
    for (let band = 0; band < bands; band++) {
      for (let offset = -before; offset <= after; offset++) {
        const frame = Math.min(Math.max(centre + offset, 0), count - 1);
        windows[at++] = values[band * count + frame];
      }
    }
  }
  return windows;
}

/** The time of the centre of a frame's window, for labels given by time. */
export function frameCentreSeconds(
  frame: number,
  settings: Pick<MelSettings, 'sampleRateHz' | 'windowLengthSamples' | 'hopLengthSamples'>,
): number {
  const { sampleRateHz, windowLengthSamples, hopLengthSamples } = settings;
  return (frame * hopLengthSamples + windowLengthSamples / 2) / sampleRateHz;
}
