import { powerSpectrum } from '../power-spectrum.ts';

/** The mean power of a sound at multiples of `binHz` (Welch 1967: Hann windows that overlap by half). */
export function meanSpectrum(
  samples: Float32Array,
  { sampleRateHz, fftLength = 512 }: { sampleRateHz: number; fftLength?: number },
): { readonly power: Float64Array; readonly binHz: number } {
  const transform = powerSpectrum(fftLength);
  const sum = new Float64Array(fftLength / 2 + 1);
  const power = new Float64Array(sum.length);
  for (let start = 0; start + fftLength <= samples.length; start += fftLength / 2) {
    const frame = Float64Array.from(
      samples.subarray(start, start + fftLength),
      (sample, i) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / fftLength)),
    );
    transform(frame, power);
    for (let bin = 0; bin < sum.length; bin++) sum[bin] += power[bin];
  }
  return { power: sum, binHz: sampleRateHz / fftLength };
}

/** The frequency of the highest peak between two frequencies. */
export function peakHz(
  { power, binHz }: ReturnType<typeof meanSpectrum>,
  lowHz: number,
  highHz: number,
): number {
  let best = Math.ceil(lowHz / binHz);
  for (let bin = best; bin * binHz <= highHz; bin++) if (power[bin] > power[best]) best = bin;
  return best * binHz;
}

export function rootMeanSquare(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] ** 2;
  return Math.sqrt(sum / samples.length);
}
