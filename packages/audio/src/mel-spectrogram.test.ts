import { readFileSync } from 'node:fs';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { frameCount, logFloor, type MelSettings, melSpectrogram } from './mel-spectrogram.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/mel.json', import.meta.url), 'utf8'),
) as {
  readonly librosa: string;
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly settings: MelSettings;
        readonly samples: readonly number[];
        readonly values: readonly (readonly number[])[];
      }
    >
  >;
};

const settings = {
  sampleRateHz: 8000,
  windowLengthSamples: 256,
  hopLengthSamples: 128,
  bands: 40,
  lowHz: 50,
  highHz: 4000,
};

const tone = (hz: number, length = 1024): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / 8000));

describe('melSpectrogram', () => {
  it.each(Object.entries(golden.cases))(`equals librosa to 10⁻⁴: %s`, (_, each) => {
    const samples = Float32Array.from(each.samples, (sample) => sample / 32_768);
    const { values, bands, frames } = melSpectrogram(samples, each.settings);
    expect([bands, frames]).toEqual([each.values.length, each.values[0].length]);
    const expected = each.values.flat();
    const worst = expected.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - values[i])),
      0,
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it('puts a tone into the band of its frequency, in every frame', () => {
    const { values, frames, bands, hopSeconds } = melSpectrogram(tone(1000), settings);
    expect([bands, frames, hopSeconds]).toEqual([40, 7, 0.016]);
    // Bands are 50.4 mel apart from 77.8 mel on: 1000 mel is nearest to the 18th peak.
    for (let t = 0; t < frames; t++) {
      const column = Array.from({ length: bands }, (_, band) => values[band * frames + t]);
      expect(column.indexOf(Math.max(...column))).toBe(17);
    }
  });

  it('sets silence to the floor', () => {
    const { values } = melSpectrogram(new Float32Array(512), settings);
    expect(values.every((value) => value === Math.fround(Math.log(logFloor)))).toBe(true);
  });

  it.each([1, 2, 255, 256])('gives one frame for %i samples, without NaN', (length) => {
    const { values, frames } = melSpectrogram(tone(1000, length), settings);
    expect(frames).toBe(1);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('pads a short sound with zeros at its end', () => {
    const short = tone(1000, 100);
    const filled = new Float32Array(256);
    filled.set(short);
    expect(melSpectrogram(short, settings).values).toEqual(melSpectrogram(filled, settings).values);
  });

  it('takes only whole windows', () => {
    expect([256, 383, 384, 1024].map((samples) => frameCount(samples, settings))).toEqual([
      1, 1, 2, 7,
    ]);
  });

  it('lengthens the transform until every band has a bin', () => {
    // Windows of 64 samples have a bin every 125 Hz, but the lowest triangle is 68 Hz wide.
    const { values } = melSpectrogram(tone(100), { ...settings, windowLengthSamples: 64 });
    expect(Math.min(...values)).toBeGreaterThan(Math.log(logFloor));
  });

  it.each<[Partial<MelSettings>, string]>([
    [{ fftLength: 64, windowLengthSamples: 64 }, 'are too narrow for 64 points: band 0 has no bin'],
    [
      { fftLength: 300 },
      "fftLength must be a power of two, at least the window's 256 samples, got 300",
    ],
    [{ fftLength: 128 }, 'got 128'],
    [{ highHz: 4001 }, 'at most half the sample rate (4000 Hz), got 50 and 4001 Hz'],
    [{ lowHz: 4000 }, 'got 4000 and 4000 Hz'],
    [{ hopLengthSamples: 0 }, 'hopLengthSamples must be a positive integer, got 0'],
    [{ bands: 1.5 }, 'bands must be a positive integer, got 1.5'],
    [{ sampleRateHz: NaN }, 'sampleRateHz must be greater than 0, got NaN'],
  ])('refuses %o', (change, message) => {
    const call = (): unknown => melSpectrogram(tone(1000), { ...settings, ...change });
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  it('refuses a sound of no samples', () => {
    expect(() => melSpectrogram(new Float32Array(0), settings)).toThrow(
      'a sound must have at least one sample, got 0',
    );
  });
});
