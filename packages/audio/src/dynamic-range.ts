import type { MelSpectrogram } from './mel-spectrogram.ts';

/** What a decibel of energy is in natural logarithms. */
const decibel = Math.LN10 / 10;

/**
 * Raises what is quieter than the loudest energy of a recording by more than a given number of
 * decibels to that.
 *
 * Below lies the noise of room and microphone, in which recordings of different speakers differ more
 * than in what was said; a normalisation after this no longer measures it. (librosa's `top_db`.)
 *
 * @returns a new spectrogram.
 *
 * @example
 * const values = Float32Array.of(0, -20, -5); // natural logarithms: 0, −87 and −22 dB
 * const limited = limitDynamicRange({ values, bands: 3, frames: 1, hopSeconds: 0.01 }, 40);
 * Array.from(limited.values, (value) => Number(value.toFixed(2))); // [0, -9.21, -5]
 */
export function limitDynamicRange(
  spectrogram: MelSpectrogram,
  rangeDecibels: number,
): MelSpectrogram {
  const { values } = spectrogram;
  const loudest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const least = loudest - rangeDecibels * decibel;
  return { ...spectrogram, values: values.map((value) => Math.max(value, least)) };
}
