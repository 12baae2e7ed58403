import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { readWav, writeWav } from '../wav.ts';
import { decodeFrames } from './decode-frames.ts';
import { frameEncoder, type FrameEncoding, windowAround } from './frame-encoding.ts';

const encoding: FrameEncoding = {
  kind: 'frames',
  sampleRateHz: 16_000,
  windowLengthSamples: 400,
  hopLengthSamples: 160,
  bands: 20,
  lowHz: 100,
  highHz: 7000,
  windowFrames: 5,
};

function noise(length: number): Float32Array {
  const random = new Random(1, 'noise');
  return Float32Array.from({ length }, () => random.normal(0, 0.1));
}

const decode = (
  samples: Float32Array,
  sampleRateHz = 16_000,
  as: { encoding: unknown } = { encoding },
) => decodeFrames(writeWav({ sampleRateHz, samples }), as, 'sound.wav');

describe('decodeFrames', () => {
  it('gives a window every 50 ms, named by its centre', () => {
    const decoded = decode(noise(8000));
    // 48 frames; the first asked for is frame 2: (2 · 160 + 200) / 16000 s.
    expect(decoded.map(({ part }) => part)).toEqual(
      ['0.03', '0.08', '0.13', '0.18', '0.23', '0.28', '0.33', '0.38', '0.43', '0.48'].map(
        (seconds) => `${seconds} s`,
      ),
    );
    for (const { input } of decoded) expect(input.length).toBe(20 * 5);
  });

  it('reads the same windows as training', () => {
    const samples = noise(8000);
    const [, second] = decode(samples);
    const wav = writeWav({ sampleRateHz: 16_000, samples });
    const sound = frameEncoder(encoding)(readWav(wav, 'the same').samples);
    expect(second.input).toEqual(windowAround(sound, 7, encoding));
  });

  it('resamples files of other rates', () => {
    const decoded = decode(noise(4000), 8000);
    expect(decoded.length).toBe(10);
  });

  it('makes one window of a file shorter than a window', () => {
    const decoded = decode(noise(100));
    expect(decoded.length).toBe(1);
    expect(decoded[0].input.every(Number.isFinite)).toBe(true);
  });

  it.each([undefined, { kind: 'utterance' }, { ...encoding, windowFrames: 4 }])(
    'refuses the encoding %j',
    (other) => expect(() => decode(noise(800), 16_000, { encoding: other })).toThrow(InputError),
  );
});
