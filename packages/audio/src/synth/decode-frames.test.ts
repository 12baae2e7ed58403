import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
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

async function write(samples: Float32Array, sampleRateHz = 16_000): Promise<string> {
  const file = path.join(temporaryFolder(), 'sound.wav');
  await writeFile(file, writeWav({ sampleRateHz, samples }));
  return file;
}

describe('decodeFrames', () => {
  it('gives a window every 50 ms, named by its centre', async () => {
    const decoded = await decodeFrames(await write(noise(8000)), { encoding });
    // 48 frames; the first asked for is frame 2: (2 · 160 + 200) / 16000 s.
    expect(decoded.map(({ part }) => part)).toEqual(
      ['0.03', '0.08', '0.13', '0.18', '0.23', '0.28', '0.33', '0.38', '0.43', '0.48'].map(
        (seconds) => `${seconds} s`,
      ),
    );
    for (const { input } of decoded) expect(input.length).toBe(20 * 5);
  });

  it('reads the same windows as training', async () => {
    const samples = noise(8000);
    const [, second] = await decodeFrames(await write(samples), { encoding });
    const wav = writeWav({ sampleRateHz: 16_000, samples });
    const sound = frameEncoder(encoding)(readWav(wav, 'the same').samples);
    expect(second.input).toEqual(windowAround(sound, 7, encoding));
  });

  it('resamples files of other rates', async () => {
    const decoded = await decodeFrames(await write(noise(4000), 8000), { encoding });
    expect(decoded.length).toBe(10);
  });

  it('makes one window of a file shorter than a window', async () => {
    const decoded = await decodeFrames(await write(noise(100)), { encoding });
    expect(decoded.length).toBe(1);
    expect(decoded[0].input.every(Number.isFinite)).toBe(true);
  });

  it.each([undefined, { kind: 'utterance' }, { ...encoding, windowFrames: 4 }])(
    'refuses the encoding %j',
    async (other) => {
      const file = await write(noise(800));
      await expect(decodeFrames(file, { encoding: other })).rejects.toThrow(InputError);
    },
  );
});
