import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import type { Dataset, LoadContext, Split } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { audioFolder } from './audio-folder.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { decodeUtterance } from './utterances.ts';
import { integers, wavBytes } from './wav.fixture.ts';
import { writeWav } from './wav.ts';

interface Lay {
  readonly hz?: number;
  readonly seconds?: number;
  readonly sampleRateHz?: number;
}

/** Writes a tone, `folder/name.wav`. */
function lay(folder: string, name: string, options: Lay = {}): string {
  const { hz = 500, seconds = 0.1, sampleRateHz = 8000 } = options;
  const samples = Float32Array.from(
    { length: Math.round(seconds * sampleRateHz) },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / sampleRateHz),
  );
  return put(folder, `${name}.wav`, writeWav({ sampleRateHz, samples }));
}

function put(folder: string, name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** Ten low tones and five high ones, of a tenth of a second. */
function tones(): string {
  const folder = path.join(temporaryFolder(), 'tones');
  for (let i = 0; i < 10; i++) lay(folder, `low/${i}`, { hz: 300 + 10 * i });
  for (let i = 0; i < 5; i++) lay(folder, `high/${i}`, { hz: 2000 + 50 * i });
  return folder;
}

async function load(
  folder: string,
  context: Partial<LoadContext> = {},
): Promise<{ dataset: Dataset; lines: string[] }> {
  const lines: string[] = [];
  const dataset = await audioFolder(folder).load({
    dataDir: '/nowhere',
    seed: 0,
    onProgress: (line) => lines.push(line),
    ...context,
  });
  return { dataset, lines };
}

const sizeOf = ({ shape }: Dataset): number => shape.reduce((product, length) => product * length);

async function example(dataset: Dataset, split: Split, index: number): Promise<Float32Array> {
  const out = new Float32Array(sizeOf(dataset));
  await split.gather([index], out);
  return out;
}

const perClass = ({ labels }: Split): number[] =>
  [0, 1].map((label) => labels.filter((each) => each === label).length);

describe('audioFolder', () => {
  it('takes folders as classes, and recordings of one rate and length as they are', async () => {
    const { dataset, lines } = await load(tones());
    // 800 samples: one window of 256 and four more after hops of 128.
    expect(dataset).toMatchObject({
      name: 'tones',
      axes: ['frequency', 'time'],
      shape: [40, 5, 1],
      classes: ['high', 'low'],
      encoding: {
        kind: 'utterance',
        mel: {
          sampleRateHz: 8000,
          windowLengthSamples: 256,
          hopLengthSamples: 128,
          bands: 40,
          lowHz: 50,
          highHz: 4000,
        },
        frames: 5,
      },
    });
    expect(lines).toEqual([]);
    const { train, test, validation } = dataset.splits;
    expect(validation).toBeUndefined();
    expect([perClass(train), perClass(test)]).toEqual([
      [4, 8],
      [1, 2],
    ]);
    // The mean band of the energy of high tones lies above that of low ones.
    for (let i = 0; i < test.length; i++) {
      const values = await example(dataset, test, i);
      const loudest = values.indexOf(Math.max(...values));
      expect(Math.floor(loudest / 5) > 20).toBe(test.labels[i] === 0);
    }
  });

  it('reads recordings as predict does', async () => {
    const folder = tones();
    const { dataset } = await load(folder);
    const { shape, encoding } = dataset;
    const file = lay(path.dirname(folder), 'single', { hz: 2000 });
    const decoded = await decodeUtterance(file, { shape, encoding: throughJson(encoding) });
    const { train, test } = dataset.splits;
    const all = await Promise.all([
      ...Array.from({ length: train.length }, (_, i) => example(dataset, train, i)),
      ...Array.from({ length: test.length }, (_, i) => example(dataset, test, i)),
    ]);
    expect(all.filter((each) => each.join() === decoded.join())).toHaveLength(1);
  });

  it('augments training examples, equally in the same epoch', async () => {
    const { dataset } = await load(tones());
    const { train } = dataset.splits;
    const augment = async (seed: number, epoch: number): Promise<string> => {
      const out = new Float32Array(2 * sizeOf(dataset));
      await train.augment!([3, 0], out, train.labels.slice(0, 2), { seed, epoch });
      return out.join();
    };
    expect(await augment(0, 1)).toBe(await augment(0, 1));
    expect(await augment(0, 1)).not.toBe(await augment(0, 2));
    expect(await augment(0, 1)).not.toBe(await augment(1, 1));
    const plain = await load(tones(), { options: { augment: 'no' } });
    expect(plain.dataset.splits.train.augment).toBeUndefined();
  });

  it('resamples to the most frequent rate, pads and crops to the 95 % duration, and says so', async () => {
    const folder = tones();
    lay(folder, 'low/fast', { sampleRateHz: 16_000, seconds: 0.05 });
    for (let i = 0; i < 10; i++) lay(folder, `high/more-${i}`);
    // 95 % of 27 recordings are 26, so only the longest is cropped.
    lay(folder, 'high/long', { seconds: 2 });
    const { dataset, lines } = await load(folder);
    expect(dataset.shape).toEqual([40, 5, 1]);
    expect(lines).toEqual([
      'recordings are resampled to 8000 Hz (they have 2 different rates); ' +
        'choose with --data-options sampleRate=HZ',
      'recordings are padded or cut to 0.1 s, the 95th percentile of their durations (0.05 to 2 s; 1 of 27 are ' +
        'longer and cut); choose with --data-options seconds=SECONDS',
    ]);
  });

  it('does not pad few recordings to the length of a long one', async () => {
    const folder = path.join(temporaryFolder(), 'few');
    for (let i = 0; i < 4; i++) lay(folder, `low/${i}`);
    for (let i = 0; i < 4; i++) lay(folder, `high/${i}`, { hz: 2000 });
    lay(folder, 'high/long', { hz: 2000, seconds: 60 });
    const { dataset, lines } = await load(folder);
    expect(dataset.shape).toEqual([40, 5, 1]);
    expect(lines[0]).toContain('(0.1 to 60 s; 1 of 9 are longer and cut)');
  });

  it('refuses a sample rate that is none of a recording, also for a run that is trained', async () => {
    const folder = tones();
    const { encoding } = (await load(folder)).dataset;
    const file = lay(folder, 'low/slow', { sampleRateHz: 1, seconds: 800 });
    const message =
      `${file} states a sample rate of 1 Hz in its header, but recordings have at least 100 Hz; correct the header, ` +
      'or take the file out';
    await expect(load(folder)).rejects.toThrow(message);
    await expect(load(folder, { encoding })).rejects.toThrow(message);
    const { shape } = (await load(tones())).dataset;
    await expect(decodeUtterance(file, { shape, encoding })).rejects.toThrow(message);
  });

  it('is scored by a run as a whole, with some of its classes', async () => {
    const { dataset } = await load(tones());
    const folder = path.join(temporaryFolder(), 'new');
    for (let i = 0; i < 3; i++) lay(folder, `low/${i}`);
    const { encoding, shape, classes } = dataset;
    const scored = await load(folder, { encoding, scoredBy: { shape, classes } });
    expect([...scored.dataset.splits.test.labels]).toEqual([1, 1, 1]);
    expect(scored.dataset.splits.train.length).toBe(0);
  });

  it('follows the options, without a message', async () => {
    const folder = tones();
    lay(folder, 'low/short', { sampleRateHz: 16_000, seconds: 0.05 });
    const options = { bands: '20', seconds: '0.2', sampleRate: '4000', lowHz: '100' };
    const more = { highHz: '1500', windowMs: '64', hopMs: '8' };
    const { dataset, lines } = await load(folder, { options: { ...options, ...more } });
    expect(lines).toEqual([]);
    // 800 samples: one window of 256 and 17 more after hops of 32.
    expect(dataset.shape).toEqual([20, 18, 1]);
    expect(dataset.encoding).toMatchObject({
      mel: { sampleRateHz: 4000, lowHz: 100, highHz: 1500, windowLengthSamples: 256 },
    });
  });

  it('reads with the encoding of a run, whatever the recordings', async () => {
    const { dataset } = await load(tones(), { options: { bands: '10', seconds: '0.3' } });
    const folder = tones();
    lay(folder, 'low/long', { seconds: 1, sampleRateHz: 16_000 });
    const again = await load(folder, { encoding: throughJson(dataset.encoding) });
    expect(again.dataset.shape).toEqual(dataset.shape);
    expect(again.dataset.encoding).toEqual(dataset.encoding);
    await expect(load(folder, { encoding: { kind: 'words' } })).rejects.toThrow(
      'the run was not trained on whole recordings',
    );
  });

  it('averages several channels, and says so', async () => {
    const folder = tones();
    const stereo = wavBytes({ channels: 2, data: integers(16, Array<number>(1600).fill(0.25)) });
    put(folder, 'low/stereo.wav', stereo);
    expect((await load(folder)).lines).toEqual([
      '1 of 16 recordings have several channels, which are averaged',
    ]);
  });

  it('pads recordings of one sample, and shorter than a frame', async () => {
    const folder = tones();
    put(folder, 'low/one.wav', wavBytes({ data: integers(16, [0.5]) }));
    put(folder, 'low/short.wav', wavBytes({ data: integers(16, [0.5, -0.5, 0.25]) }));
    const { dataset } = await load(folder);
    const { train, test } = dataset.splits;
    expect(train.length + test.length).toBe(17);
    for (const split of [train, test]) {
      for (let i = 0; i < split.length; i++) {
        expect((await example(dataset, split, i)).every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('uses train, test and validation folders', async () => {
    const folder = temporaryFolder();
    for (const part of ['train', 'test', 'validation']) {
      for (const name of ['a', 'b']) lay(folder, `${part}/${name}/1`);
    }
    const { splits } = (await load(folder)).dataset;
    expect([splits.train, splits.test, splits.validation!].map(perClass)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(splits.validation!.augment).toBeUndefined();
  });

  it('counts files that are not WAV', async () => {
    const folder = tones();
    put(folder, 'low/cover.jpg', 'x');
    put(folder, 'high/.hidden.wav', 'x');
    expect((await load(folder)).lines).toEqual([
      `skipped 2 files or folders that are no WAV in a class folder (high/.hidden.wav, low/cover.jpg)`,
    ]);
  });

  it('has a checksum that depends on content, names and settings', async () => {
    const folder = tones();
    const { sha256 } = (await load(folder)).dataset;
    expect((await load(folder)).dataset.sha256).toBe(sha256);
    const other = await load(folder, { options: { bands: '39' } });
    expect(other.dataset.sha256).not.toBe(sha256);
    renameSync(path.join(folder, 'low/0.wav'), path.join(folder, 'low/00.wav'));
    const renamed = (await load(folder)).dataset.sha256;
    expect(renamed).not.toBe(sha256);
    lay(folder, 'low/00', { hz: 301 });
    expect((await load(folder)).dataset.sha256).not.toBe(renamed);
  });

  describe('refuses', () => {
    it.each<[string, (folder: string) => unknown, string]>([
      [
        'a recording of no samples',
        (folder) => put(folder, 'low/zero.wav', wavBytes({ data: Buffer.alloc(0) })),
        '{}/low/zero.wav holds no samples',
      ],
      [
        'a header that lies, also where a later file is broken too',
        (folder) => {
          put(folder, 'high/lies.wav', wavBytes({ statedSize: 10_000 }));
          put(folder, 'low/zero.wav', '');
        },
        "{}/high/lies.wav, byte 36: its chunk 'data' says it has 10000 bytes, but 4 follow",
      ],
      [
        'an MP3 named .wav',
        (folder) => put(folder, 'low/song.wav', 'ID3\x04\0\0\0'),
        '{}/low/song.wav must be a WAV file, got an MP3 file',
      ],
      [
        'a folder with no usable file at all',
        (folder) => {
          rmSync(folder, { recursive: true });
          put(folder, 'high/a.mp3', 'x');
          put(folder, 'low/b.txt', 'x');
        },
        'the class "high" is empty: {}/high holds no WAV; add recordings or remove the folder',
      ],
      [
        'a folder without class folders',
        (folder) => {
          rmSync(folder, { recursive: true });
          lay(folder, 'a');
        },
        '{} has no class; a classifier needs at least two: a folder of recordings per class',
      ],
      [
        'a class of a single recording',
        (folder) => lay(folder, 'middle/1'),
        '{} has a single example of the class "middle", but one to train on and one to test are needed; add recordings',
      ],
    ])('%s', async (_, spoil, message) => {
      const folder = tones();
      spoil(folder);
      const loading = load(folder);
      await expect(loading).rejects.toThrow(InputError);
      await expect(loading).rejects.toThrow(message.replaceAll('{}', folder));
    });

    it.each<[Record<string, string>, string]>([
      [{ bands: '2.5' }, "bands must be an integer from 1 to 512, got '2.5'"],
      [{ seconds: '-1' }, "seconds must be a number from 0.001 to 600, got '-1'"],
      [{ highHz: '5000' }, 'at most half the sample rate (4000 Hz), got 50 and 5000 Hz'],
      [{ augment: 'maybe' }, "augment must be yes or no, got 'maybe'"],
      [{ rate: '8000' }, "a folder of recordings has no option 'rate'; it takes bands=COUNT and"],
    ])('options %o', async (options, message) => {
      const loading = load(tones(), { options });
      await expect(loading).rejects.toThrow(InputError);
      await expect(loading).rejects.toThrow(message);
    });

    it('more recordings than fit into memory', async () => {
      const options = { seconds: '600', hopMs: '1', bands: '512', windowMs: '200' };
      await expect(load(tones(), { options })).rejects.toThrow(
        /15 recordings of 512 bands and \d+ frames take \d+ GB of memory; ask for fewer seconds/,
      );
    });
  });
});

/** An encoding as it is read back from a run directory. */
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
