import { describe, expect, it } from 'vitest';
import { limitDynamicRange } from './dynamic-range.ts';

describe('limitDynamicRange', () => {
  const spectrogram = {
    values: Float32Array.of(2, 2 - Math.log(100), 2 - Math.log(1000), -23),
    bands: 2,
    frames: 2,
    hopSeconds: 0.01,
  };

  it('raises quiet energies, and keeps the others', () => {
    // A hundredth is 20 dB, a thousandth 30 dB below the loudest: 25 dB are a factor of 316.
    const { values, ...rest } = limitDynamicRange(spectrogram, 25);
    expect(rest).toEqual({ bands: 2, frames: 2, hopSeconds: 0.01 });
    const least = 2 - Math.log(10 ** 2.5);
    [2, 2 - Math.log(100), least, least].forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 5);
    });
    expect(spectrogram.values[3]).toBe(-23);
  });

  it('makes all energies equal with a range of 0', () => {
    expect([...limitDynamicRange(spectrogram, 0).values]).toEqual([2, 2, 2, 2]);
  });
});
