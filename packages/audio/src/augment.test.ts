import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { type Augmentation, augmentSpectrogram } from './augment.ts';
import type { RealFrames } from './fit-frames.ts';

interface Varying {
  readonly bands: number;
  readonly real: RealFrames;
  readonly augmentation: Augmentation;
}

/** The variations for seeds 0 to 199. */
function variations(values: readonly number[], options: Varying): number[][] {
  return Array.from({ length: 200 }, (_, seed) => {
    const out = new Float32Array(values.length).fill(NaN);
    const random = new Random(seed, 'test');
    augmentSpectrogram(Float32Array.from(values), out, { ...options, random });
    return [...out];
  });
}

const distinct = (rows: readonly (readonly number[])[]): string[] =>
  [...new Set(rows.map((row) => row.join(' ')))].sort();

describe('augmentSpectrogram', () => {
  it('changes nothing by default', () => {
    const values = [1, 2, 3, 4];
    const outcomes = variations(values, {
      bands: 2,
      real: { start: 0, end: 2 },
      augmentation: {},
    });
    expect(distinct(outcomes)).toEqual(['1 2 3 4']);
  });

  it('shifts in time by whole frames, and drops frames that leave', () => {
    const outcomes = variations([0, 7, 8, 0, 0, 70, 80, 0], {
      bands: 2,
      real: { start: 1, end: 3 },
      augmentation: { timeShiftFrames: 2 },
    });
    expect(distinct(outcomes)).toEqual(
      [
        '8 0 0 0 80 0 0 0',
        '7 8 0 0 70 80 0 0',
        '0 7 8 0 0 70 80 0',
        '0 0 7 8 0 0 70 80',
        '0 0 0 7 0 0 0 70',
      ].sort(),
    );
  });

  it('gives zeros if everything is shifted away', () => {
    const outcomes = variations([1, 0, 0, 0], {
      bands: 1,
      real: { start: 0, end: 1 },
      augmentation: { timeShiftFrames: 6, noise: 1, timeMasks: { count: 1, width: 2 } },
    });
    expect(distinct(outcomes)).toContain('0 0 0 0');
    expect(outcomes.flat().every(Number.isFinite)).toBe(true);
  });

  it('stretches about the middle of the real frames', () => {
    // A ramp through 0 at frame 5: stretched by s it is (t − 5) / s, as far as 3 · s frames reach.
    const ramp = Array.from({ length: 11 }, (_, t) => (Math.abs(t - 5) <= 3 ? t - 5 : 0));
    const outcomes = variations(ramp, {
      bands: 1,
      real: { start: 2, end: 9 },
      augmentation: { timeStretch: 0.5 },
    });
    const factors = outcomes.map((out) => {
      const factor = 1 / out[6];
      out.forEach((value, t) => {
        const expected = Math.abs(t - 5) <= 3 * factor + 1e-5 ? (t - 5) / factor : 0;
        expect(value).toBeCloseTo(expected, 4);
      });
      return factor;
    });
    expect(Math.min(...factors)).toBeGreaterThan(1 / 1.5 - 1e-6);
    expect(Math.min(...factors)).toBeLessThan(0.7);
    expect(Math.max(...factors)).toBeLessThan(1.5 + 1e-6);
    expect(Math.max(...factors)).toBeGreaterThan(1.45);
  });

  it('shifts in frequency by fractions of bands, and repeats the outermost', () => {
    // One frame, bands 0, 10, 20, 30: moved up by r, band 1 shows 10 − 10 r.
    const outcomes = variations([0, 10, 20, 30], {
      bands: 4,
      real: { start: 0, end: 1 },
      augmentation: { frequencyShiftBands: 1 },
    });
    const rises = outcomes.map((out) => {
      const rise = (10 - out[1]) / 10;
      out.forEach((value, band) => {
        const expected = Math.min(Math.max(10 * (band - rise), 0), 30);
        expect(value).toBeCloseTo(expected, 4);
      });
      return rise;
    });
    expect(Math.min(...rises)).toBeLessThan(-0.95);
    expect(Math.max(...rises)).toBeGreaterThan(0.95);
    expect(Math.max(...rises.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('adds noise to real frames only', () => {
    const outcomes = variations([0, 5, 5, 0], {
      bands: 1,
      real: { start: 1, end: 3 },
      augmentation: { noise: 0.5 },
    });
    expect(outcomes.every((out) => out[0] === 0 && out[3] === 0)).toBe(true);
    const added = outcomes.flatMap((out) => [out[1] - 5, out[2] - 5]);
    const mean = added.reduce((sum, value) => sum + value) / added.length;
    const variance = added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / added.length;
    // 400 draws: three standard errors of the mean, and of the deviation.
    expect(Math.abs(mean)).toBeLessThan(3 * (0.5 / 20));
    expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(3 * (0.5 / Math.sqrt(800)));
  });

  it('masks bands, each place and width in turn', () => {
    const outcomes = variations([1, 1, 2, 2, 3, 3], {
      bands: 3,
      real: { start: 0, end: 2 },
      augmentation: { frequencyMasks: { count: 1, width: 2 } },
    });
    expect(distinct(outcomes)).toEqual([
      '0 0 0 0 3 3',
      '0 0 2 2 3 3',
      '1 1 0 0 0 0',
      '1 1 0 0 3 3',
      '1 1 2 2 0 0',
      '1 1 2 2 3 3',
    ]);
  });

  it('masks real frames only, several times', () => {
    const outcomes = variations([9, 1, 2, 3, 9], {
      bands: 1,
      real: { start: 1, end: 4 },
      augmentation: { timeMasks: { count: 2, width: 1 } },
    });
    expect(distinct(outcomes)).toEqual(
      [
        '9 1 2 3 9',
        '9 0 2 3 9',
        '9 1 0 3 9',
        '9 1 2 0 9',
        '9 0 0 3 9',
        '9 0 2 0 9',
        '9 1 0 0 9',
      ].sort(),
    );
  });

  it('is the same for the same seed', () => {
    const values = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
    const draw = (seed: number): Float32Array => {
      const out = new Float32Array(40);
      augmentSpectrogram(values, out, {
        bands: 4,
        real: { start: 2, end: 9 },
        augmentation: { timeShiftFrames: 2, timeStretch: 0.2, frequencyShiftBands: 2, noise: 0.1 },
        random: new Random(seed, 'augment', 3, 14),
      });
      return out;
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});
