import type { MelSpectrogram } from './mel-spectrogram.ts';

/** A decibel of energy in natural logarithms. */
const decibel = Math.LN10 / 10;

/**
 * Raises energies that are more than a number of decibels below the loudest energy of a recording
 * to that level.
 *
 * Lower energies are noise of room and microphone, which tells more about the recording than about
 * the words; a normalisation after this does not measure it. It is librosa's `top_db`.
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
