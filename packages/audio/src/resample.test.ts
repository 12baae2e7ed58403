import { readFileSync } from 'node:fs';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { resample } from './resample.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/resample.json', import.meta.url), 'utf8'),
) as {
  readonly scipy: string;
  readonly cases: readonly {
    readonly fromHz: number;
    readonly toHz: number;
    readonly samples: readonly number[];
    readonly values: readonly number[];
  }[];
};

const sine = (hz: number, rateHz: number): Float32Array =>
  Float32Array.from({ length: rateHz / 4 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));

/** The largest difference away from the ends, where the sound begins after silence. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  const margin = Math.ceil(a.length / 5);
  return a.reduce(
    (worst, value, i) =>
      i < margin || i >= a.length - margin ? worst : Math.max(worst, Math.abs(value - b[i])),
    0,
  );
}

describe('resample', () => {
  it.each(golden.cases)('$fromHz to $toHz Hz equals scipy to 10⁻⁶', (each) => {
    const { samples, values, ...rates } = each;
    const resampled = resample(Float32Array.from(samples), rates);
    expect(resampled).toHaveLength(values.length);
    values.forEach((value, i) => expect(Math.abs(resampled[i] - value)).toBeLessThan(1e-6));
  });

  it.each([
    [44_100, 16_000, 7200],
    [8000, 16_000, 3600],
    [16_000, 22_050, 1000],
    [48_000, 8000, 100],
  ])('from %i to %i Hz keeps a sine of %i Hz where it is', (fromHz, toHz, hz) => {
    const resampled = resample(sine(hz, fromHz), { fromHz, toHz });
    const ideal = Float32Array.from(resampled, (_, i) => Math.sin((2 * Math.PI * hz * i) / toHz));
    expect(largestDifference(resampled, ideal)).toBeLessThan(1e-4);
  });

  it('removes frequencies that the lower rate cannot represent', () => {
    const resampled = resample(sine(4100, 16_000), { fromHz: 16_000, toHz: 8000 });
    // −90 dB of a sine of amplitude 1.
    expect(largestDifference(resampled, new Float32Array(resampled.length))).toBeLessThan(3.2e-5);
  });

  it('keeps a sound of the same rate, and resamples a single sample', () => {
    const samples = Float32Array.of(1, 2);
    expect(resample(samples, { fromHz: 8000, toHz: 8000 })).toBe(samples);
    const one = resample(Float32Array.of(1), { fromHz: 16_000, toHz: 8000 });
    expect(one).toHaveLength(1);
    // The height of the filter: half of what would be without a filter, less the roll-off.
    expect(one[0]).toBeCloseTo(0.4775, 6);
  });

  it('refuses invalid rates', () => {
    const call = (): unknown => resample(new Float32Array(1), { fromHz: 0, toHz: 8000 });
    expect(call).toThrow(InputError);
    expect(call).toThrow('the sample rate must be a positive integer (Hz), got 0');
  });
});
