import type { MelSpectrogram } from './mel-spectrogram.ts';

/** What is brought to mean 0 and variance 1: each band by itself, or the whole spectrogram as one. */
export type NormalizedOver = 'band' | 'utterance';

/** Less of a standard deviation than this is no variation, but rounding: it is not blown up. */
const leastDeviation = 1e-3;

/**
 * Brings the log energies of one utterance to mean 0 and variance 1.
 *
 * The mean takes away how loud a recording is, and band by band also what its microphone does to
 * the spectrum, which adds a constant to each band's logarithm (Atal 1974; Viikki and Laurila 1998).
 * Over the whole utterance the differences between bands stay, which tell the sounds of a short word.
 * Give it real frames only: padding comes afterwards, as 0, which then is the mean.
 *
 * What does not vary, a single frame or silence, becomes 0.
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
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  const scale = deviation < leastDeviation ? 0 : 1 / deviation;
  for (let i = 0; i < values.length; i++) values[i] = scale * (values[i] - mean);
}
