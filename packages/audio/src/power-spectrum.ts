import meydaModule from 'meyda';

// CommonJS: the default import is Meyda itself, though its types say that it has a `default`.
const shared = meydaModule as unknown as typeof meydaModule.default;

/** Power |X|² of a frame at `fftLength / 2 + 1` bins, from 0 to half the sample rate. */
export type PowerSpectrum = (frame: Float64Array, power: Float64Array) => void;

/**
 * Makes a discrete Fourier transform of `fftLength` points, with Meyda.
 *
 * Meyda's `powerSpectrum` lacks the last bin, and its windows are symmetric. So this takes the
 * complex spectrum of frames that are already windowed. Frames of doubles are transformed in
 * doubles.
 *
 * @param fftLength a power of two.
 */
export function powerSpectrum(fftLength: number): PowerSpectrum {
  // A copy, because Meyda keeps its settings in one object that all its users share.
  const meyda = { ...shared, bufferSize: fftLength, windowingFunction: 'rect' };
  return (frame, power) => {
    const { real, imag } = meyda.extract('complexSpectrum', frame) as unknown as ComplexSpectrum;
    for (let bin = 0; bin < power.length; bin++) power[bin] = real[bin] ** 2 + imag[bin] ** 2;
  };
}

/** All points, in the type of the frame (Meyda's types are wrong here). */
interface ComplexSpectrum {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}
