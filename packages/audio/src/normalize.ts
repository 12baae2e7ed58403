import type { MelSpectrogram } from './mel-spectrogram.ts';

/** The set of values that gets mean 0 and variance 1: each band, or the whole spectrogram. */
export type NormalizedOver = 'band' | 'utterance';

/** A smaller standard deviation is rounding error and is not scaled up. */
const leastDeviation = 1e-3;

/**
 * Normalises the log energies of one utterance to mean 0 and variance 1.
 *
 * Subtracting the mean removes the loudness of a recording, and per band also the frequency
 * response of the microphone, which adds a constant to the logarithm of each band (Atal 1974;
 * Viikki and Laurila 1998). Over the whole utterance, the differences between bands remain; they
 * distinguish the sounds of a short word. Pass real frames only: padding is added later as 0, which
 * is then the mean.
 *
 * Constant values, such as a single frame or silence, become 0.
 *
 * @example
 * const spectrogram = { values: Float32Array.of(1, 3, 10, 30), bands: 2, frames: 2, hopSeconds: 1 };
 * [...normalizeUtterance(spectrogram, 'band').values]; // [-1, 1, -1, 1]
 */
export function normalizeUtterance(
  spectrogram: MelSpectrogram,
  over: NormalizedOver,
): MelSpectrogram {
  const values = Float32Array.from(spectrogram.values);
  const length = over === 'band' ? spectrogram.frames : values.length;
  for (let start = 0; start < values.length; start += length) {
    standardize(values.subarray(start, start + length));
  }
  return { ...spectrogram, values };
}

function standardize(values: Float32Array): void {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let sumOfSquares = 0;
  for (const value of values) sumOfSquares += (value - mean) ** 2;
  const deviation = Math.sqrt(sumOfSquares / values.length);
  const scale = deviation < leastDeviation ? 0 : 1 / deviation;
  for (let i = 0; i < values.length; i++) values[i] = scale * (values[i] - mean);
}
