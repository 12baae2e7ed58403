import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileStates, prepareOnce } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { melSpectrogram } from './mel-spectrogram.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import {
  decodeUtterance,
  readUtterances,
  type UtteranceFile,
  utteranceSplit,
} from './utterances.ts';
import { type UtteranceEncoding } from './utterance-encoding.ts';
import { wavBytes } from './wav.fixture.ts';
import { writeWav } from './wav.ts';

const encoding: UtteranceEncoding = {
  kind: 'utterance',
  mel: {
    sampleRateHz: 8000,
    windowLengthSamples: 64,
    hopLengthSamples: 32,
    bands: 4,
    lowHz: 100,
    highHz: 4000,
  },
  dynamicRangeDecibels: 40,
  normalizedOver: 'utterance',
  frames: 6,
};
const shape = [4, 6, 1];

function layNoise(samples: number, sampleRateHz = 8000): string {
  const random = new Random(samples, 'noise');
  const noise = Float32Array.from({ length: samples }, () => random.uniform(-0.5, 0.5));
  const file = path.join(temporaryFolder(), 'noise.wav');
  writeFileSync(file, writeWav({ sampleRateHz, samples: noise, bitDepth: '32f' }));
  return file;
}

const splitOf = async (files: readonly UtteranceFile[]) => {
  const prepared = await prepareOnce({
    name: 'utterances',
    code: import.meta.url,
    decidedBy: () => fileStates(files.map(({ file }) => file)),
    prepare: async (into) => void (await readUtterances(files, encoding, into)),
  });
  return utteranceSplit(prepared, files, { encoding, classes: 2, folder: '/' });
};

describe('readUtterances', () => {
  it('normalises the real frames and centres them', async () => {
    // 128 samples: three frames. They have mean 0 and variance 1; the padding around them is 0.
    const file = layNoise(128);
    const split = await splitOf([{ file, label: 1 }]);
    expect([...split.labels]).toEqual([1]);
    const out = new Float32Array(24);
    await split.gather([0], out);
    const rows = [0, 1, 2, 3].map((band) => [...out.subarray(6 * band, 6 * band + 6)]);
    expect(rows.map((row) => [row[0], row[4], row[5]])).toEqual(Array(4).fill([0, 0, 0]));
    const real = rows.flatMap((row) => row.slice(1, 4));
    expect(real.reduce((sum, value) => sum + value, 0) / 12).toBeCloseTo(0, 6);
    expect(real.reduce((sum, value) => sum + value ** 2, 0) / 12).toBeCloseTo(1, 5);
  });

  it('resamples recordings of another rate', async () => {
    const file = layNoise(256, 16_000);
    const split = await splitOf([{ file, label: 0 }]);
    const out = new Float32Array(24);
    await split.gather([0], out);
    // Three frames again.
    expect([...out.subarray(0, 6)].map((value) => value !== 0)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('decodeUtterance', () => {
  it('encodes silence and a single sample as 0, like padding', async () => {
    const file = path.join(temporaryFolder(), 'silence.wav');
    writeFileSync(file, writeWav({ sampleRateHz: 8000, samples: new Float32Array(300) }));
    expect(await decodeUtterance(file, { shape, encoding })).toEqual(new Float32Array(24));
    writeFileSync(file, wavBytes());
    const two = await decodeUtterance(file, { shape, encoding });
    const { frames } = melSpectrogram(Float32Array.of(0.5, -0.25), encoding.mel);
    expect(frames).toBe(1);
    expect(two.filter((value) => value !== 0)).toHaveLength(4);
  });

  it('refuses encodings that no run of whole recordings wrote', async () => {
    const file = layNoise(128);
    const decode = (as: { shape: readonly number[]; encoding: unknown }) =>
      decodeUtterance(file, as);
    for (const other of [undefined, null, { kind: 'frame' }]) {
      const decoding = decode({ shape, encoding: other });
      await expect(decoding).rejects.toThrow(InputError);
      await expect(decoding).rejects.toThrow('the run was not trained on whole recordings');
    }
    await expect(decode({ shape: [4, 7, 1], encoding })).rejects.toThrow(
      'the run takes examples of [4, 7, 1], but its encoding makes [4, 6, 1]',
    );
  });
});
