import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  allTargets,
  type Dataset,
  exampleName,
  type LoadContext,
  unlabelled,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordings } from './recordings.ts';
import { writeWav } from './wav.ts';

const sampleRateHz = 8000;

/** Writes a recording that is a low tone and then a high one; by default 800 samples, which are five frames. */
function lay(folder: string, name: string, samples = 800): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const wave = Float32Array.from(
    { length: samples },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * (i < samples / 2 ? 300 : 2000) * i) / sampleRateHz),
  );
  writeFileSync(file, writeWav({ sampleRateHz, samples: wave }));
}

const ten = (prefix = ''): string[] => Array.from({ length: 10 }, (_, i) => `${prefix}${i}.wav`);

function table(folder: string, name: string, header: string, row: (i: number) => string): string {
  const rows = ten().map((file, i) => `${file},${row(i)}`);
  const place = path.join(folder, name);
  writeFileSync(place, [header, ...rows].join('\n'));
  return place;
}

const load = (place: string, context: Partial<LoadContext> = {}): Promise<Dataset> =>
  recordings.source(place, { axes: ['frequency', 'time'] }).load({
    dataDir: '/nowhere',
    seed: 0,
    ...context,
  });

describe('a table of recordings', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-recordings-'));
  beforeAll(() => {
    for (const name of ten()) lay(folder, name);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives a class, several labels, or numbers to predict', async () => {
    const classes = table(folder, 'classes.csv', 'file,label', (i) => 'ab'[i % 2]);
    expect(recordings.reads(classes)).toBe(true);
    const dataset = await load(classes);
    expect(dataset).toMatchObject({ shape: [40, 5, 1], classes: ['a', 'b'] });
    const { train, test } = dataset.splits;
    expect([train.length, [...test.labels].sort()]).toEqual([8, [0, 1]]);
    expect(train.augment).toBeDefined();
    expect(exampleName(train, 0)).toMatch(/^\d\.wav$/);
    const labels = await load(
      table(folder, 'labels.csv', 'file,labels', (i) => ['x;y', 'x', ''][i % 3]),
    );
    expect(labels.targets).toMatchObject({ task: 'multi-label', names: ['x', 'y'] });
    const numbers = await load(
      table(folder, 'numbers.csv', 'file,pitch (Hz),age,split', (i) =>
        [100 * i, i, i < 7 ? 'train' : 'test'].join(),
      ),
      { options: { targets: 'pitch' } },
    );
    expect(numbers.targets).toMatchObject({ task: 'regression', names: ['pitch'], units: ['Hz'] });
    expect([...allTargets(numbers.splits.test)]).toEqual([700, 800, 900]);
    // A run that is scored knows its columns, and reads the test alone.
    const { encoding, shape } = numbers;
    const scored = await load(
      table(folder, 'more.csv', 'file,pitch,split', (i) => `${i},${i < 3 ? 'test' : 'train'}`),
      {
        encoding: JSON.parse(JSON.stringify(encoding)) as unknown,
        scoredBy: { shape, classes: [] },
      },
    );
    expect([...allTargets(scored.splits.test)]).toEqual([0, 1, 2]);
    await expect(load(classes, { encoding })).rejects.toThrow(
      'there is no column "pitch" to predict; there are file, label',
    );
    await expect(load(classes, { encoding: labels.encoding })).rejects.toThrow(
      'says a class of recordings, but the run was trained on several labels',
    );
  });

  it.each([
    [
      'a recording that is not there',
      'file,label\n9.wav,a\n77.wav,b',
      /line 3: there is no file 77/,
    ],
    ['another file', 'file,label\n9.wav,a\n1.mp3,b', /line 3: "1.mp3" is no WAV/],
    ['a track that is not there', 'file,track\n9.wav,9.txt', /line 2: there is no mask 9.txt/],
  ])('refuses %s', async (_what, content, message) => {
    const place = path.join(folder, 'wrong.csv');
    writeFileSync(place, content);
    await expect(load(place)).rejects.toThrow(message);
    await expect(load(place)).rejects.toThrow(InputError);
  });
});

describe('label tracks beside recordings', () => {
  /** The first half of each is low, the second high, but for what is between them. */
  function tracks(prefix = '', seconds = 0.05): string {
    const folder = temporaryFolder();
    for (const [i, name] of ten(prefix).entries()) {
      lay(folder, name);
      const track = path.join(folder, name.replace('.wav', '.txt'));
      writeFileSync(track, `0\t${seconds}\tlow\n0.06\t0.1\t${i % 2 ? 'high' : 'top'}\n`);
    }
    return folder;
  }

  it('give each frame the label that its middle has, and none between labels', async () => {
    const folder = tracks();
    expect(recordings.reads(folder)).toBe(true);
    const dataset = await load(folder);
    expect(dataset).toMatchObject({
      classes: ['high', 'low', 'top'],
      targets: { task: 'position-classification', shape: [5], axes: ['time'] },
    });
    // Frames of 256 samples, 128 apart: their middles are at 16, 32, 48, 64 and 80 ms.
    const { train, test } = dataset.splits;
    for (const split of [train, test]) {
      const all = [...allTargets(split)];
      for (let i = 0; i < split.length; i++) {
        const isOdd = Number(exampleName(split, i)[0]) % 2 === 1;
        const last = isOdd ? 0 : 2;
        expect(all.slice(5 * i, 5 * i + 5)).toEqual([1, 1, 1, last, last]);
      }
    }
    expect([train.length, test.length]).toEqual([8, 2]);
    const gaps = await load(tracks('', 0.03));
    expect([...allTargets(gaps.splits.test)].slice(0, 3)).toEqual([1, unlabelled, unlabelled]);
    const named = await load(tracks('', 0.03), { options: { unlabelled: 'silence' } });
    expect(named.classes).toEqual(['high', 'low', 'silence', 'top']);
    expect([...allTargets(named.splits.test)].slice(0, 3)).toEqual([1, 2, 2]);
  });

  it('follow frames where recordings are padded or cut', async () => {
    const folder = tracks();
    // Seven frames: padded by one in front and one behind.
    const padded = await load(folder, { options: { seconds: String(1056 / 8000) } });
    expect(padded.shape).toEqual([40, 7, 1]);
    const [first, , , , , , last] = allTargets(padded.splits.test);
    expect([first, last]).toEqual([unlabelled, unlabelled]);
    // Three frames: one is cut in front and one behind.
    const cut = await load(folder, { options: { seconds: String(512 / 8000) } });
    expect(cut.shape).toEqual([40, 3, 1]);
    const [a, b, c] = allTargets(cut.splits.test);
    expect([a, b]).toEqual([1, 1]);
    expect([0, 2]).toContain(c);
  });

  it('are divided by folders, into folds, and scored as those of the run', async () => {
    const folder = temporaryFolder();
    for (const [part, count] of [
      ['train', 4],
      ['test', 2],
    ] as const) {
      for (let i = 0; i < count; i++) {
        lay(folder, `${part}/${i}.wav`);
        writeFileSync(path.join(folder, part, `${i}.txt`), '0\t0.05\tlow\n0.05\t0.1\thigh\n');
      }
    }
    lay(folder, 'train/bare.wav');
    const lines: string[] = [];
    const dataset = await load(folder, { onProgress: (line) => lines.push(line) });
    expect([dataset.splits.train.length, dataset.splits.test.length]).toEqual([4, 2]);
    expect(lines[0]).toContain('skipped 1 of 7 recordings');
    const { encoding, shape, classes } = dataset;
    const context = { encoding, scoredBy: { shape, classes } };
    expect((await load(folder, context)).splits.test.length).toBe(2);
    const whole = await load(tracks(), { options: { fold: '2', folds: '5' } });
    expect([whole.splits.train.length, whole.splits.test.length]).toEqual([8, 2]);
    await expect(load(tracks(), context)).rejects.toThrow(
      'the label "top" is none of the run\'s, which are high, low',
    );
  });
});
