import { describe, expect, it } from 'vitest';
import { normalizeUtterance } from './normalize.ts';

const spectrogram = (bands: number, values: readonly number[]) => ({
  values: Float32Array.from(values),
  bands,
  frames: values.length / bands,
  hopSeconds: 0.01,
});

describe('normalizeUtterance', () => {
  it('normalises each band to mean 0 and variance 1', () => {
    const { values } = normalizeUtterance(spectrogram(2, [1, 3, 1, 3, 10, 10, 40, 40]), 'band');
    expect([...values]).toEqual([-1, 1, -1, 1, -1, -1, 1, 1]);
  });

  it('normalises all bands jointly, which keeps their differences', () => {
    const { values, ...rest } = normalizeUtterance(spectrogram(2, [1, 1, 5, 5]), 'utterance');
    expect([...values]).toEqual([-1, -1, 1, 1]);
    expect(rest).toEqual({ bands: 2, frames: 2, hopSeconds: 0.01 });
  });

  it('removes loudness, and per band also the microphone', () => {
    const quiet = [0, 2, 4, 6, 1, 3];
    const loud = quiet.map((value) => value + 8);
    const dull = quiet.map((value, i) => value - (i < 3 ? 0 : 4));
    const normalized = (values: readonly number[], over: 'band' | 'utterance') =>
      normalizeUtterance(spectrogram(2, values), over).values;
    expect(normalized(loud, 'utterance')).toEqual(normalized(quiet, 'utterance'));
    expect(normalized(dull, 'utterance')).not.toEqual(normalized(quiet, 'utterance'));
    expect(normalized(dull, 'band')).toEqual(normalized(quiet, 'band'));
  });

  it('sets constant values to 0: silence, a single frame', () => {
    expect([
      ...normalizeUtterance(spectrogram(2, [-23, -23, -23, -23]), 'utterance').values,
    ]).toEqual([0, 0, 0, 0]);
    expect([...normalizeUtterance(spectrogram(2, [1, 2]), 'band').values]).toEqual([0, 0]);
  });

  it('does not change its input', () => {
    const given = spectrogram(1, [1, 3]);
    normalizeUtterance(given, 'band');
    expect([...given.values]).toEqual([1, 3]);
  });
});
