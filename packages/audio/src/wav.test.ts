import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { chunk, integers, wavBytes, type WavParts } from './wav.fixture.ts';
import { readWav, type WavBitDepth, writeWav } from './wav.ts';
import { readWavFile } from './wav-file.ts';

const list = chunk('LIST', Buffer.from('INFOISFT\x05\0\0\0made\0', 'latin1'));

describe('readWav', () => {
  it.each([8, 16, 24, 32])('reads integers of %i bits', (bits) => {
    const samples = [0, 0.5, -0.25, -1];
    const bytes = wavBytes({ bitsPerSample: bits, data: integers(bits, samples) });
    expect(readWav(bytes)).toEqual({
      sampleRateHz: 8000,
      samples: Float32Array.from(samples),
      channels: 1,
      durationSeconds: 4 / 8000,
    });
  });

  it('reads floats, also beyond full scale', () => {
    const samples = [0, 0.5, -1.5];
    const single = Buffer.from(Float32Array.from(samples).buffer);
    const double = Buffer.from(Float64Array.from(samples).buffer);
    for (const [bitsPerSample, data] of [
      [32, single],
      [64, double],
    ] as const) {
      expect([...readWav(wavBytes({ codec: 3, bitsPerSample, data })).samples]).toEqual(samples);
    }
  });

  it.each<[string, WavParts]>([
    ['the extensible format', { codec: 0xfffe, subformat: 1 }],
    ['other chunks before and between', { before: [list], between: [chunk('fact', list)] }],
    ['chunks of odd size', { before: [chunk('junk', Buffer.from('odd'))] }],
    ['a rate of 44.1 kHz', { sampleRateHz: 44_100 }],
  ])('reads %s', (_, parts) => {
    const wav = readWav(wavBytes(parts));
    expect([...wav.samples]).toEqual([0.5, -0.25]);
    expect(wav.sampleRateHz).toBe(parts.sampleRateHz ?? 8000);
  });

  it('reads an odd number of bytes, with and without the padding byte', () => {
    const bytes = wavBytes({ bitsPerSample: 8, data: integers(8, [0.5, -0.5, 0]) });
    expect([...readWav(bytes).samples]).toEqual([0.5, -0.5, 0]);
    expect([...readWav(bytes.subarray(0, -1)).samples]).toEqual([0.5, -0.5, 0]);
  });

  it('finds data before the format, and ignores later chunks', () => {
    const data = chunk('data', integers(16, [0.5]));
    const bytes = wavBytes({ before: [data], without: 'data' });
    expect([...readWav(Buffer.concat([bytes, Buffer.from('more')])).samples]).toEqual([0.5]);
  });

  it('mixes channels to their mean', () => {
    const stereo = wavBytes({ channels: 2, data: integers(16, [0.5, 0.25, -1, 0.5]) });
    expect(readWav(stereo)).toMatchObject({ channels: 2, samples: Float32Array.of(0.375, -0.25) });
    const three = wavBytes({ channels: 3, bitsPerSample: 8, data: integers(8, [0.75, 0, 0]) });
    expect([...readWav(three).samples]).toEqual([0.25]);
  });

  it('reads a view into a larger buffer', () => {
    const bytes = wavBytes();
    const larger = Buffer.alloc(bytes.length + 100, 0xff);
    larger.set(bytes, 51);
    expect(readWav(larger.subarray(51, 51 + bytes.length)).samples).toHaveLength(2);
  });

  describe('refuses', () => {
    it.each<[string, Uint8Array, string]>([
      ['no bytes', Buffer.alloc(0), 'a.wav is empty (0 bytes); remove it or put the recording'],
      [
        'no samples',
        wavBytes({ data: Buffer.alloc(0) }),
        'a.wav holds no samples (its data chunk at byte 36 is empty); remove or replace it',
      ],
      [
        'a file that is cut off',
        wavBytes({ data: Buffer.alloc(1000) }).subarray(0, 500),
        "a.wav, byte 36: its chunk 'data' says it has 1000 bytes, but 456 follow; " +
          'the file is cut off or its header is wrong',
      ],
      [
        'a header that lies',
        wavBytes({ statedSize: 0xffffffff }),
        "byte 36: its chunk 'data' says it has 4294967295 bytes, but 4 follow",
      ],
      ['a header cut off', wavBytes().subarray(0, 9), 'a.wav is cut off at byte 9, in its header'],
      [
        'a header cut off in its format',
        wavBytes().subarray(0, 30),
        "a.wav, byte 12: its chunk 'fmt' says it has 16 bytes, but 10 follow",
      ],
      [
        'a header cut off before its data',
        wavBytes().subarray(0, 40),
        "a.wav has no chunk 'data' in its 40 bytes, and ends within the header of a chunk at byte 36",
      ],
      ['no format', wavBytes({ without: 'fmt ' }), "a.wav has no chunk 'fmt' in its 24 bytes;"],
      ['no data', wavBytes({ without: 'data' }), "a.wav has no chunk 'data' in its 36 bytes;"],
      [
        'a format of 4 bytes',
        Buffer.concat([
          chunk('RIFF', Buffer.from('WAVE')),
          chunk('fmt ', list.subarray(0, 4)),
          chunk('data', list),
        ]),
        "a.wav, byte 12: its chunk 'fmt' has 4 bytes, but at least 16 are needed",
      ],
      [
        'µ-law',
        wavBytes({ codec: 7, bitsPerSample: 8 }),
        'a.wav is compressed (µ-law, codec 0x0007); save it as uncompressed WAV',
      ],
      [
        'MP3 in a WAV',
        wavBytes({ codec: 0xfffe, subformat: 0x55 }),
        'a.wav is compressed (MP3, codec 0x0055)',
      ],
      ['an unknown codec', wavBytes({ codec: 0x4143 }), 'a.wav is compressed (codec 0x4143)'],
      [
        'a block align that contradicts channels and bits',
        wavBytes({ channels: 2, blockAlign: 2 }),
        'a.wav, byte 12: it says that 2 × 16 bits take 2 bytes, but they take 4',
      ],
      [
        'samples of 12 bits',
        wavBytes({ bitsPerSample: 12, blockAlign: 2 }),
        'samples of 12 bits cannot be read, only 8, 16, 24, 32 for integers',
      ],
      ['no channels', wavBytes({ channels: 0, blockAlign: 0 }), 'the header states 0 channels'],
      ['a rate of 0', wavBytes({ sampleRateHz: 0 }), 'the header states a sample rate of 0 Hz'],
      [
        'half a sample at the end',
        wavBytes({ data: Buffer.alloc(5) }),
        'a.wav, byte 36: its data chunk has 5 bytes, but one sample of 1 × 16 bits takes 2',
      ],
      [
        'a float that is not a number',
        wavBytes({
          codec: 3,
          bitsPerSample: 32,
          data: Buffer.from(Float32Array.of(0, NaN).buffer),
        }),
        'a.wav: sample 1 is NaN, not a number a sound can have',
      ],
      [
        'an MP3 with a tag',
        Buffer.from('ID3\x04\0\0'),
        'a.wav must be a WAV file, got an MP3 file; save it as uncompressed WAV',
      ],
      [
        'an MP3 without a tag',
        Buffer.from([0xff, 0xfb, 0x90, 0x64]),
        'a.wav must be a WAV file, got an MP3 file',
      ],
      ['a FLAC', Buffer.from('fLaC\0\0\0'), 'a.wav must be a WAV file, got a FLAC file'],
      [
        'an Ogg',
        Buffer.from('OggS\0\x02'),
        'a.wav must be a WAV file, got an Ogg (Vorbis or Opus) file',
      ],
      ['an AIFF', Buffer.from('FORM\0\0\n\0AIFF'), 'a.wav must be a WAV file, got an AIFF file'],
      [
        'an M4A',
        Buffer.from('\0\0\0 ftypM4A '),
        'a.wav must be a WAV file, got an MPEG-4 (AAC) file',
      ],
      ['a film', chunk('RIFF', Buffer.from('AVI LIST')), "a.wav is a RIFF file of the kind 'AVI'"],
      ['a pointer', Buffer.from('version https://git-lfs'), 'a.wav is a Git LFS pointer'],
      [
        'a web page',
        Buffer.from('<html>'),
        'a.wav is not a WAV file (it does not begin with RIFF)',
      ],
    ])('%s', (_, bytes, message) => {
      const read = (): unknown => readWav(bytes, 'a.wav');
      expect(read).toThrow(InputError);
      expect(read).toThrow(message);
    });

    it('a truncated file, always with one sentence', () => {
      const bytes = wavBytes({ before: [list] });
      for (let length = 0; length < bytes.length; length++) {
        expect(() => readWav(bytes.subarray(0, length), 'a.wav')).toThrow(InputError);
      }
    });
  });
});

describe('readWavFile', () => {
  it('reads from disk, and names the file', async () => {
    const file = path.join(temporaryFolder(), 'two.wav');
    writeFileSync(file, wavBytes());
    expect([...(await readWavFile(file)).samples]).toEqual([0.5, -0.25]);
    writeFileSync(file, '');
    await expect(readWavFile(file)).rejects.toThrow(`${file} is empty (0 bytes)`);
    const reading = readWavFile('/nowhere/a.wav');
    await expect(reading).rejects.toThrow('/nowhere/a.wav cannot be read (ENOENT)');
    await expect(reading).rejects.toThrow(InputError);
  });
});

describe('writeWav', () => {
  it.each<WavBitDepth>(['8', '16', '24', '32', '32f', '64f'])('is read back, %s', (bitDepth) => {
    const samples = Float32Array.of(0, 0.5, -1, -0.25, 0.75);
    const wav = readWav(writeWav({ sampleRateHz: 22_050, samples, bitDepth }));
    expect(wav).toMatchObject({ sampleRateHz: 22_050, samples, channels: 1 });
  });

  it('writes 16 bits unless told otherwise, byte by byte', () => {
    const samples = Float32Array.of(0.5, -0.25);
    expect(Buffer.from(writeWav({ sampleRateHz: 8000, samples }))).toEqual(wavBytes());
  });

  it('rounds, and clips at full scale', () => {
    const samples = Float32Array.of(1, -2, 0.4 / 32_768, 0.6 / 32_768);
    const { samples: read } = readWav(writeWav({ sampleRateHz: 8000, samples }));
    expect([...read].map((sample) => sample * 32_768)).toEqual([32_767, -32_768, 0, 1]);
  });

  it('writes a file without samples, which reading refuses', () => {
    const bytes = writeWav({ sampleRateHz: 8000, samples: new Float32Array(0) });
    expect(bytes).toHaveLength(44);
    expect(() => readWav(bytes)).toThrow('the recording holds no samples');
  });

  it('refuses values that no file can hold', () => {
    const write = (sampleRateHz: number, sample: number) => () =>
      writeWav({ sampleRateHz, samples: Float32Array.of(0, sample) });
    expect(write(8000.5, 0)).toThrow(InputError);
    expect(write(8000.5, 0)).toThrow('the sample rate must be a positive integer (Hz), got 8000.5');
    expect(write(8000, Infinity)).toThrow('sample 1 must be a number, got Infinity');
  });
});
