import type { MelSpectrogram } from './mel-spectrogram.ts';

/** The real frames of a padded spectrogram: from `start` up to but not including `end`. */
export interface RealFrames {
  readonly start: number;
  readonly end: number;
}

/**
 * Pads a spectrogram with 0 on both sides to a given number of frames, or crops both ends; its
 * middle stays in the middle (an odd extra frame goes to the end).
 *
 * After a normalisation 0 is the mean, so padding carries no information. A network that spans all
 * of time needs words at the same place; in recordings that are cut close to the word, the middle
 * of the word is that place.
 *
 * @returns `values` `[bands, frames]`, the range of its real frames, `mask`: 1 for a real
 *   frame, and `cropped`: how many frames are missing in front.
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
): {
  readonly values: Float32Array;
  readonly real: RealFrames;
  readonly mask: Uint8Array;
  readonly cropped: number;
} {
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
  return { values, real, mask, cropped: from };
}
