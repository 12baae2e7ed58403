import { describe, expect, it } from 'vitest';
import { fitFrames } from './fit-frames.ts';

/** Two bands: 1, 2, 3 … and 10, 20, 30 … */
const spectrogram = (frames: number) => ({
  values: Float32Array.from({ length: 2 * frames }, (_, i) =>
    i < frames ? i + 1 : 10 * (i - frames + 1),
  ),
  bands: 2,
  frames,
  hopSeconds: 0.01,
});

describe('fitFrames', () => {
  it('pads both sides, one more at the end, and marks the real frames', () => {
    const { values, real, mask } = fitFrames(spectrogram(2), 5);
    expect([...values]).toEqual([0, 1, 2, 0, 0, 0, 10, 20, 0, 0]);
    expect(real).toEqual({ start: 1, end: 3 });
    expect([...mask]).toEqual([0, 1, 1, 0, 0]);
  });

  it('crops both ends, one more at the end', () => {
    const { values, real, mask } = fitFrames(spectrogram(5), 2);
    expect([...values]).toEqual([2, 3, 20, 30]);
    expect(real).toEqual({ start: 0, end: 2 });
    expect([...mask]).toEqual([1, 1]);
  });

  it('keeps a spectrogram that fits', () => {
    expect(fitFrames(spectrogram(3), 3).values).toEqual(spectrogram(3).values);
  });
});
