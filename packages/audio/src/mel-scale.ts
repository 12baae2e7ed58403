/**
 * Converts hertz to mel: 2595 · log₁₀(1 + f / 700), O'Shaughnessy 1987, as in HTK.
 *
 * The scale is nearly linear below 700 Hz and logarithmic above. There a shorter vocal tract moves
 * the same pattern up by a constant number of bands, so a filter may slide along frequency.
 *
 * @example
 * hzToMel(0); // 0
 * Math.round(hzToMel(1000)); // 1000
 */
export const hzToMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);

/** Converts mel to hertz, the inverse of {@link hzToMel}. */
const melToHz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** One triangle of a filter bank: its weights from the bin `firstBin` on. */
export interface MelFilter {
  readonly firstBin: number;
  /** Empty if the triangle falls between two bins. */
  readonly weights: Float64Array;
}

/**
 * Makes triangular filters of height 1, equally wide in mel; each begins and ends at the peaks of
 * its neighbours.
 *
 * They are evaluated at the frequencies of the bins. Meyda's own filter bank rounds the corners to
 * bins, which leaves low bands empty, and always reaches from 0 to the Nyquist frequency. The
 * result equals `librosa.filters.mel(…, htk=True, norm=None)`.
 *
 * @param options.lowHz the lower end of the first triangle.
 * @param options.highHz the upper end of the last one, at most half the sample rate.
 */
export function melFilters(options: {
  readonly sampleRateHz: number;
  readonly fftLength: number;
  readonly bands: number;
  readonly lowHz: number;
  readonly highHz: number;
}): readonly MelFilter[] {
  const { sampleRateHz, fftLength, bands, lowHz, highHz } = options;
  const [low, high] = [hzToMel(lowHz), hzToMel(highHz)];
  const cornersHz = Float64Array.from({ length: bands + 2 }, (_, i) =>
    melToHz(low + ((high - low) * i) / (bands + 1)),
  );
  const binHz = sampleRateHz / fftLength;
  return Array.from({ length: bands }, (_, band) => {
    const [left, peak, right] = cornersHz.subarray(band, band + 3);
    const firstBin = Math.floor(left / binHz) + 1;
    const end = Math.min(Math.ceil(right / binHz), fftLength / 2 + 1);
    const weights = Float64Array.from({ length: Math.max(end - firstBin, 0) }, (_, i) => {
      const hz = (firstBin + i) * binHz;
      return hz <= peak ? (hz - left) / (peak - left) : (right - hz) / (right - peak);
    });
    return { firstBin, weights };
  });
}
