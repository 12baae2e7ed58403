import type { MelSpectrogram } from './mel-spectrogram.ts';

/** Which frames of a padded spectrogram are real: from `start` up to but not including `end`. */
export interface RealFrames {
  readonly start: number;
  readonly end: number;
}

/**
 * Brings a spectrogram to a given number of frames: pads it with 0 on both sides, or cuts off both
 * ends, so that its middle comes to lie in the middle (an odd frame more goes to the end).
 *
 * After a normalisation 0 is the mean: padding says nothing. A network that spans all of time needs
 * words to lie at the same place, and where recordings are cut close to the word its middle does.
 *
 * @returns `values` `[bands, frames]`, where its real frames lie, and `mask`: 1 for a real frame.
 *
 * @example
 * const spectrogram = { values: Float32Array.of(1, 2, 3), bands: 1, frames: 3, hopSeconds: 0.01 };
 * const padded = fitFrames(spectrogram, 6);
 * [...padded.values]; // [0, 1, 2, 3, 0, 0]
 * [...padded.mask]; // [0, 1, 1, 1, 0, 0]
 * [...fitFrames(spectrogram, 1).values]; // [2]
 */
export function fitFrames(
  spectrogram: MelSpectrogram,
  frames: number,
): { readonly values: Float32Array; readonly real: RealFrames; readonly mask: Uint8Array } {
  const { bands, frames: given } = spectrogram;
  const start = Math.max(Math.floor((frames - given) / 2), 0);
  const from = Math.max(Math.floor((given - frames) / 2), 0);
  const kept = Math.min(given, frames);
  const values = new Float32Array(bands * frames);
  for (let band = 0; band < bands; band++) {
    const row = spectrogram.values.subarray(band * given + from, band * given + from + kept);
    values.set(row, band * frames + start);
  }
  const real = { start, end: start + kept };
  const mask = new Uint8Array(frames).fill(1, real.start, real.end);
  return { values, real, mask };
}
