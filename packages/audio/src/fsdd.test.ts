import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { type Dataset, exampleName, holdOut, type LoadContext, type Split } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { fsdd } from './fsdd.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { decodeUtterance } from './utterances.ts';
import { writeWav } from './wav.ts';

const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'];

/** A small set laid out like the real one: two digits, takes 3 to 7, a tone for each speaker. */
function layRecordings(): { readonly dataDir: string; readonly folder: string } {
  const dataDir = temporaryFolder();
  const folder = path.join(dataDir, 'fsdd', 'recordings');
  mkdirSync(folder, { recursive: true });
  for (const digit of [0, 9]) {
    for (const [s, speaker] of speakers.entries()) {
      for (let take = 3; take < 8; take++) {
        const hz = 300 + 500 * s + 20 * take + digit;
        const samples = Float32Array.from({ length: 2000 }, (_, i) =>
          Math.sin((2 * Math.PI * hz * i) / 8000),
        );
        const file = path.join(folder, `${digit}_${speaker}_${take}.wav`);
        writeFileSync(file, writeWav({ sampleRateHz: 8000, samples }));
      }
    }
  }
  return { dataDir, folder };
}

async function load(
  dataDir: string,
  options?: Record<string, string>,
): Promise<{ dataset: Dataset; lines: string[] }> {
  const lines: string[] = [];
  const context: LoadContext = { dataDir, seed: 0, onProgress: (line) => lines.push(line) };
  const dataset = await fsdd.load({ ...context, ...(options && { options }) });
  return { dataset, lines };
}

describe('fsdd', () => {
  it('tests on takes 0 to 4, and reports missing recordings', async () => {
    const { dataDir, folder } = layRecordings();
    const { dataset, lines } = await load(dataDir);
    expect(lines).toEqual([
      `${folder} has 60 recordings, but fsdd has 3000; results cannot be compared with others`,
    ]);
    expect(dataset).toMatchObject({ name: 'fsdd', axes: ['frequency', 'time'] });
    expect(dataset.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const { train, test } = dataset.splits;
    expect([train.length, test.length]).toEqual([36, 24]);
    expect([...new Set(test.labels)]).toEqual([0, 9]);
  });

  it('tests on one speaker with the option fold', async () => {
    const { dataDir } = layRecordings();
    expect(fsdd.folds).toEqual(speakers);
    const checksums = new Set<string>();
    for (const fold of speakers) {
      const { dataset } = await load(dataDir, { fold });
      expect([dataset.splits.train.length, dataset.splits.test.length]).toEqual([50, 10]);
      checksums.add(dataset.sha256);
    }
    // The recordings are the same whatever is tested.
    expect(checksums).toEqual(new Set([(await load(dataDir)).dataset.sha256]));
  });

  it('names recordings by their file, and their speakers as groups', async () => {
    const { dataDir } = layRecordings();
    const { dataset } = await load(dataDir);
    const { train, test } = dataset.splits;
    expect(dataset.groupsOf).toBe('speaker');
    expect(exampleName(test, 0)).toBe('0_george_3.wav');
    const speakerOf = (split: Split, i: number) => dataset.groupName!(split.groups![i]);
    for (let i = 0; i < test.length; i++) {
      expect(exampleName(test, i)).toContain(`_${speakerOf(test, i)}_`);
    }
    // The official test shares voices with training, and a validation part does too.
    expect(train.groups).toBeUndefined();
    const { splits: folded } = (await load(dataDir, { fold: 'theo' })).dataset;
    expect(new Set(folded.test.groups)).toEqual(new Set([4]));
    const { rest, heldOut } = holdOut(folded.train, { fraction: 0.1, seed: 0 });
    expect([rest.length, heldOut.length]).toEqual([40, 10]);
    expect(new Set(heldOut.groups).size).toBe(1);
  });

  it('keeps that speaker out of training', async () => {
    const { dataDir, folder } = layRecordings();
    const { dataset } = await load(dataDir, { fold: 'theo', augment: 'no' });
    const { shape, encoding, splits } = dataset;
    const theo = await decodeUtterance(path.join(folder, '9_theo_5.wav'), { shape, encoding });
    const holds = async (split: 'train' | 'test'): Promise<boolean> => {
      const out = new Float32Array(theo.length);
      for (let i = 0; i < splits[split].length; i++) {
        await splits[split].gather([i], out);
        if (out.join() === theo.join()) return true;
      }
      return false;
    };
    expect([await holds('train'), await holds('test')]).toEqual([false, true]);
  });

  it('refuses missing data and wrong options', async () => {
    const empty = temporaryFolder();
    const folder = path.join(empty, 'fsdd', 'recordings');
    await expect(load(empty)).rejects.toThrow(InputError);
    await expect(load(empty)).rejects.toThrow(
      `${folder} is missing; clone https://github.com/Jakobovski/free-spoken-digit-dataset ` +
        `and put its folder recordings there`,
    );
    mkdirSync(folder, { recursive: true });
    await expect(load(empty)).rejects.toThrow(`${folder} has no recording to train on; get it`);
    const { dataDir, folder: laid } = layRecordings();
    await expect(load(dataDir, { fold: 'anna' })).rejects.toThrow(
      "the fold must be george, jackson, lucas, nicolas, theo or yweweler, got 'anna'",
    );
    await expect(load(dataDir, { bands: '3' })).rejects.toThrow("fsdd has no option 'bands'");
    writeFileSync(path.join(laid, '0_theo_3.wav'), 'RIFF');
    await expect(load(dataDir)).rejects.toThrow(
      `${path.join(laid, '0_theo_3.wav')} is cut off at byte 4`,
    );
  });
});
