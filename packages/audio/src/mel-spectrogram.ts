import { InputError } from '@axiswise/messages';
import { type MelFilter, melFilters } from './mel-scale.ts';
import { powerSpectrum, type PowerSpectrum } from './power-spectrum.ts';

/** How a sound becomes a mel spectrogram: everything that decides about its values. */
export interface MelSettings {
  readonly sampleRateHz: number;
  /** Of the periodic Hann window. */
  readonly windowLengthSamples: number;
  /** From one window to the next. */
  readonly hopLengthSamples: number;
  /**
   * Points of the Fourier transform, a power of two from the window length on; zeros fill it up. By
   * default the smallest that gives every band a bin.
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
 * Energies below this count as this, so that digital silence has a logarithm (−23.03); one step of a
 * 16-bit recording, as noise, gives energies of about 10⁻⁸.
 */
export const logFloor = 1e-10;

/** Up to this many points a default may grow, before bands count as too narrow. */
const longestFft = 2 ** 16;

/**
 * The mel spectrogram of a sound: natural logarithms of the energy in each mel band, frame by frame.
 *
 * Frame t covers the samples from t · hop on, as many as the window has, so its centre lies at
 * (t · hop + window / 2) / rate seconds: only whole windows are taken, 1 + ⌊(samples − window) / hop⌋
 * of them. A sound shorter than a window is filled up with zeros at its end and gives one frame.
 * Energies are not scaled by the window or the bands' widths, which a normalisation would undo.
 *
 * Shapes: `samples` to `[bands, frames]`. Equal to `librosa.feature.melspectrogram(center=False,
 * power=2, htk=True, norm=None)` and its logarithm, to 10⁻⁴ (`tests/golden/mel.py`).
 *
 * @throws InputError where the settings contradict each other or there is no sample.
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
 * {@link melSpectrogram} for many sounds with the same settings: window, filters and transform are
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
 * How many frames {@link melSpectrogram} makes of so many samples.
 *
 * @throws InputError where there is no sample.
 */
export function frameCount(
  samples: number,
  settings: Pick<MelSettings, 'windowLengthSamples' | 'hopLengthSamples'>,
): number {
  const { windowLengthSamples, hopLengthSamples } = settings;
  if (samples === 0) throw new InputError('data', 'a sound of 0 samples has no spectrogram');
  return 1 + Math.floor(Math.max(samples - windowLengthSamples, 0) / hopLengthSamples);
}

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
      throw new InputError('data', `${key} is a whole number from 1, but ${settings[key]} came`);
    }
  }
  if (!(sampleRateHz > 0 && sampleRateHz < Infinity)) {
    throw new InputError('data', `sampleRateHz is greater than 0, but ${sampleRateHz} came`);
  }
  if (settings.windowLengthSamples > longestFft) {
    throw new InputError(
      'data',
      `windowLengthSamples is at most ${longestFft}, but ${settings.windowLengthSamples} came`,
    );
  }
  if (
    fftLength !== undefined &&
    !(fftLength >= settings.windowLengthSamples && Number.isInteger(Math.log2(fftLength)))
  ) {
    throw new InputError(
      'data',
      `fftLength is a power of two, at least the window's ${settings.windowLengthSamples} samples, ` +
        `but ${fftLength} came`,
    );
  }
  if (!(lowHz >= 0 && lowHz < highHz && highHz <= sampleRateHz / 2)) {
    throw new InputError(
      'data',
      `mel bands reach from lowHz, at least 0, up to highHz, at most half the sample rate ` +
        `(${sampleRateHz / 2} Hz), but ${lowHz} and ${highHz} Hz came`,
    );
  }
}
