import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { utteranceAugmentation } from './utterance-augmentation.ts';
import type { UtteranceEncoding } from './utterance-encoding.ts';

const encodingOf = (bands: number, frames: number): UtteranceEncoding => ({
  kind: 'utterance',
  mel: {
    sampleRateHz: 8000,
    windowLengthSamples: 256,
    hopLengthSamples: 128,
    bands,
    lowHz: 50,
    highHz: 4000,
  },
  dynamicRangeDecibels: 40,
  normalizedOver: 'utterance',
  frames,
});

describe('utteranceAugmentation', () => {
  it('scales with the size of the spectrogram', () => {
    expect(utteranceAugmentation(encodingOf(40, 50))).toMatchObject({
      timeShiftFrames: 3,
      frequencyShiftBands: 3,
    });
    expect(utteranceAugmentation(encodingOf(80, 100))).toMatchObject({
      timeShiftFrames: 6,
      frequencyShiftBands: 6,
    });
    // A single frame cannot be shifted.
    expect(utteranceAugmentation(encodingOf(40, 1))).toMatchObject({ timeShiftFrames: 0 });
  });

  it('is off with augment=no, and refuses other values', () => {
    const encoding = encodingOf(40, 50);
    expect(utteranceAugmentation(encoding, { augment: 'no' })).toBeUndefined();
    expect(utteranceAugmentation(encoding, { augment: 'yes' })).toEqual(
      utteranceAugmentation(encoding),
    );
    expect(() => utteranceAugmentation(encoding, { augment: 'some' })).toThrow(InputError);
    expect(() => utteranceAugmentation(encoding, { augment: 'some' })).toThrow(
      "augment must be yes or no, got 'some'",
    );
  });
});
