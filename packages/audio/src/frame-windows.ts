import { InputError } from '@axiswise/messages';
import type { MelSettings, MelSpectrogram } from './mel-spectrogram.ts';

/** How many frames of context a frame is seen with. */
export interface FrameContext {
  readonly before: number;
  readonly after: number;
}

/**
 * Each frame with the frames around it, for tasks that give every frame a label.
 *
 * Beyond its ends the first and the last frame are repeated, as Kaldi's `splice-feats` does: a sound
 * cut out of speech goes on rather than falling silent.
 *
 * @param options.frames which frames, by default all; the centre of window i is frame `frames[i]`, at
 *   position `before` of the window.
 * @returns one window after another, each `[bands, before + 1 + after]`.
 * @throws InputError where a frame or the context is not there.
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
      throw new InputError(
        'data',
        `context is a whole number of frames from 0, but ${context} came`,
      );
    }
  }
  const width = before + 1 + after;
  const windows = new Float32Array(centres.length * bands * width);
  let at = 0;
  for (let i = 0; i < centres.length; i++) {
    const centre = centres[i];
    if (!(Number.isInteger(centre) && centre >= 0 && centre < count)) {
      throw new InputError('data', `frame ${centre} is none of 0 to ${count - 1}`);
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

/** When the centre of a frame's window is heard, for labels given by time. */
export function frameCentreSeconds(
  frame: number,
  settings: Pick<MelSettings, 'sampleRateHz' | 'windowLengthSamples' | 'hopLengthSamples'>,
): number {
  const { sampleRateHz, windowLengthSamples, hopLengthSamples } = settings;
  return (frame * hopLengthSamples + windowLengthSamples / 2) / sampleRateHz;
}
