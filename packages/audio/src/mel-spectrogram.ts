import { InputError } from '@axiswise/messages';
import { type MelFilter, melFilters } from './mel-scale.ts';
import { powerSpectrum, type PowerSpectrum } from './power-spectrum.ts';

/** The settings that determine the values of a mel spectrogram. */
export interface MelSettings {
  readonly sampleRateHz: number;
  /** Length of the periodic Hann window. */
  readonly windowLengthSamples: number;
  /** Samples from one window to the next. */
  readonly hopLengthSamples: number;
  /**
   * Points of the Fourier transform: a power of two, at least the window length; the rest is zeros.
   * By default the smallest one that gives every band a bin.
   */
  readonly fftLength?: number;
  /** Mel bands, equally wide in mel between {@link lowHz} and {@link highHz}. */
  readonly bands: number;
  readonly lowHz: number;
  /** At most half the sample rate. */
  readonly highHz: number;
}

/** Log mel energies, frequency first: band `b` at frame `t` is `values[b * frames + t]`. */
export interface MelSpectrogram {
  readonly values: Float32Array;
  readonly bands: number;
  readonly frames: number;
  readonly hopSeconds: number;
}

/**
 * The floor of the energies, so that digital silence has a logarithm (−23.03). One step of a 16-bit
 * recording, as noise, has energies of about 10⁻⁸.
 */
export const logFloor = 1e-10;

/** The largest default; bands that need more points are too narrow. */
const longestFft = 2 ** 16;

/**
 * Computes the mel spectrogram of a sound: the natural logarithm of the energy in each mel band and frame.
 *
 * Frame t covers one window of samples from t · hop on, so its centre lies at (t · hop + window /
 * 2) / rate seconds. Only whole windows are taken: 1 + ⌊(samples − window) / hop⌋. A sound shorter
 * than a window is padded with zeros at its end and gives one frame. Energies are not scaled by the
 * window or the band widths; a normalisation would undo that.
 *
 * Shapes: `samples` to `[bands, frames]`. Equal to `librosa.feature.melspectrogram(center=False,
 * power=2, htk=True, norm=None)` and its logarithm, to 10⁻⁴ (`tests/golden/mel.py`).
 *
 * @throws InputError if the settings contradict each other or there is no sample.
 *
 * @example
 * const samples = Float32Array.from({ length: 8000 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 8000));
 * const { bands, frames } = melSpectrogram(samples, {
 *   sampleRateHz: 8000,
 *   windowLengthSamples: 256,
 *   hopLengthSamples: 128,
 *   bands: 40,
 *   lowHz: 50,
 *   highHz: 4000,
 * });
 * [bands, frames]; // [40, 61]
 */
export function melSpectrogram(samples: Float32Array, settings: MelSettings): MelSpectrogram {
  return melAnalyser(settings)(samples);
}

/**
 * {@link melSpectrogram} for many sounds with the same settings; window, filters and transform are
 * made once.
 */
export function melAnalyser(settings: MelSettings): (samples: Float32Array) => MelSpectrogram {
  checkSettings(settings);
  const { windowLengthSamples, hopLengthSamples, bands, sampleRateHz } = settings;
  const { fftLength, filters } = chooseFilters(settings);
  const window = Float64Array.from(
    { length: windowLengthSamples },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowLengthSamples),
  );
  const spectrum: PowerSpectrum = powerSpectrum(fftLength);
  const frame = new Float64Array(fftLength);
  const power = new Float64Array(fftLength / 2 + 1);
  return (samples) => {
    const frames = frameCount(samples.length, settings);
    const values = new Float32Array(bands * frames);
    for (let t = 0; t < frames; t++) {
      const start = t * hopLengthSamples;
      for (let i = 0; i < windowLengthSamples; i++) {
        frame[i] = start + i < samples.length ? window[i] * samples[start + i] : 0;
      }
      spectrum(frame, power);
      for (let band = 0; band < bands; band++) {
        const { firstBin, weights } = filters[band];
        let energy = 0;
        for (let i = 0; i < weights.length; i++) energy += weights[i] * power[firstBin + i];
        values[band * frames + t] = Math.log(Math.max(energy, logFloor));
      }
    }
    return { values, bands, frames, hopSeconds: hopLengthSamples / sampleRateHz };
  };
}

/**
 * Counts the frames that {@link melSpectrogram} makes of a number of samples.
 *
 * @throws InputError if there is no sample.
 */
export function frameCount(
  samples: number,
  settings: Pick<MelSettings, 'windowLengthSamples' | 'hopLengthSamples'>,
): number {
  const { windowLengthSamples, hopLengthSamples } = settings;
  if (samples === 0) throw new InputError('data', 'a sound must have at least one sample, got 0');
  return 1 + Math.floor(Math.max(samples - windowLengthSamples, 0) / hopLengthSamples);
}

/** The points of the Fourier transform: those of the settings, or the default of them. */
export const fftLengthOf = (settings: MelSettings): number => chooseFilters(settings).fftLength;

function chooseFilters(settings: MelSettings): {
  readonly fftLength: number;
  readonly filters: readonly MelFilter[];
} {
  const { windowLengthSamples, bands, lowHz, highHz } = settings;
  let fftLength = settings.fftLength ?? 2 ** Math.ceil(Math.log2(windowLengthSamples));
  for (;;) {
    const filters = melFilters({ ...settings, fftLength });
    const empty = filters.findIndex(({ weights }) => weights.length === 0);
    if (empty === -1) return { fftLength, filters };
    if (settings.fftLength !== undefined || fftLength >= longestFft) {
      throw new InputError(
        'data',
        `${bands} mel bands from ${lowHz} to ${highHz} Hz are too narrow for ${fftLength} points: ` +
          `band ${empty} has no bin; ask for fewer bands or a greater fftLength`,
      );
    }
    fftLength *= 2;
  }
}

function checkSettings(settings: MelSettings): void {
  const { sampleRateHz, fftLength, lowHz, highHz } = settings;
  for (const key of ['windowLengthSamples', 'hopLengthSamples', 'bands'] as const) {
    if (!(Number.isInteger(settings[key]) && settings[key] >= 1)) {
      throw new InputError('data', `${key} must be a positive integer, got ${settings[key]}`);
    }
  }
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new InputError('data', `sampleRateHz must be greater than 0, got ${sampleRateHz}`);
  }
  if (settings.windowLengthSamples > longestFft) {
    throw new InputError(
      'data',
      `windowLengthSamples must be at most ${longestFft}, got ${settings.windowLengthSamples}`,
    );
  }
  if (
    fftLength !== undefined &&
    !(fftLength >= settings.windowLengthSamples && Number.isInteger(Math.log2(fftLength)))
  ) {
    throw new InputError(
      'data',
      `fftLength must be a power of two, at least the window's ${settings.windowLengthSamples} samples, ` +
        `got ${fftLength}`,
    );
  }
  if (!(lowHz >= 0 && lowHz < highHz && highHz <= sampleRateHz / 2)) {
    throw new InputError(
      'data',
      `lowHz must be at least 0 and below highHz, and highHz at most half the sample rate ` +
        `(${sampleRateHz / 2} Hz), got ${lowHz} and ${highHz} Hz`,
    );
  }
}
