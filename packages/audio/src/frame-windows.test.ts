import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { frameCentreSeconds, frameWindows } from './frame-windows.ts';

const spectrogram = {
  values: Float32Array.of(1, 2, 3, 10, 20, 30),
  bands: 2,
  frames: 3,
  hopSeconds: 0.01,
};

describe('frameWindows', () => {
  it('shows each frame with its neighbours, band by band, and repeats the ends', () => {
    expect([...frameWindows(spectrogram, { before: 2, after: 1 })]).toEqual([
      ...[1, 1, 1, 2, 10, 10, 10, 20],
      ...[1, 1, 2, 3, 10, 10, 20, 30],
      ...[1, 2, 3, 3, 10, 20, 30, 30],
    ]);
  });

  it('shows the requested frames, with the frame itself at position `before`', () => {
    const windows = frameWindows(spectrogram, { before: 1, after: 0, frames: [2, 0] });
    expect([...windows]).toEqual([2, 3, 20, 30, 1, 1, 10, 10]);
  });

  it('returns the frames without context', () => {
    expect([...frameWindows(spectrogram, { before: 0, after: 0 })]).toEqual([1, 10, 2, 20, 3, 30]);
  });

  it('refuses invalid frames and contexts', () => {
    const none = () => frameWindows(spectrogram, { before: 0, after: 0, frames: [3] });
    expect(none).toThrow(InputError);
    expect(none).toThrow('frame must be from 0 to 2, got 3');
    expect(() => frameWindows(spectrogram, { before: -1, after: 0 })).toThrow(
      'context must be a non-negative integer, got -1',
    );
  });
});

describe('frameCentreSeconds', () => {
  it('is the middle of the window', () => {
    const settings = { sampleRateHz: 8000, windowLengthSamples: 256, hopLengthSamples: 128 };
    expect(frameCentreSeconds(0, settings)).toBe(0.016);
    expect(frameCentreSeconds(3, settings)).toBe(0.064);
  });
});
