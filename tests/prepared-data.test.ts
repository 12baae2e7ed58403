import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { phonemes, recordings, writeSyllableFolder } from '@axiswise/audio';
import { selfPlay, sgfGames, writeSgf, playGame } from '@axiswise/board';
import { allTargets, type Dataset, exampleName, jsonLines, type Source } from '@axiswise/data';
import { digitDirections, digits, pictures, writePng } from '@axiswise/image';
import { Random } from '@axiswise/random';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { reviews, sentences } from '@axiswise/text';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

// Data that is prepared once must be, bit for bit, what it is without that, for every kind of source.

let store: string;
beforeEach(() => {
  store = path.join(temporaryFolder(), 'prepared');
  vi.stubEnv('AXISWISE_PREPARED_DIR', store);
});
afterEach(() => vi.unstubAllEnvs());

async function layPictures(): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, from] of [
    ['cats', 0],
    ['dogs', 100],
  ] as const) {
    mkdirSync(path.join(folder, name));
    for (let i = 0; i < 6; i++) {
      const shape = { height: 3 + (i % 2), width: 4, channels: 3 };
      const pixels = Uint8Array.from({ length: shape.height * 12 }, (_, j) => from + i + j);
      await writePng(path.join(folder, name, `${i}.png`), { ...shape, pixels });
    }
    writeFileSync(path.join(folder, name, 'notes.txt'), 'skipped');
  }
  return folder;
}

async function layRecordings(): Promise<string> {
  const folder = temporaryFolder();
  await writeSyllableFolder(folder, { filesPerWord: 4, words: ['see', 'cat'] });
  return folder;
}

async function layGames(): Promise<string> {
  const folder = temporaryFolder();
  for (let i = 0; i < 4; i++) {
    writeFileSync(path.join(folder, `${i}.sgf`), writeSgf(playGame(new Random(2, 'kept', i))));
  }
  writeFileSync(path.join(folder, 'broken.sgf'), '(;SZ[9');
  return folder;
}

function laySentences(): string {
  const file = path.join(temporaryFolder(), 'table.csv');
  const row = (i: number): string =>
    `writer ${i % 4},${i % 3 ? 'good' : 'bad'},"a ""film"", naïve ${i % 7}\nor ${i}"`;
  writeFileSync(
    file,
    `group,label,text\n${Array.from({ length: 30 }, (_, i) => row(i)).join('\n')}\n`,
  );
  return file;
}

function layExamples(): string {
  const file = path.join(temporaryFolder(), 'mine.jsonl');
  const line = (i: number): string =>
    JSON.stringify({
      label: `c${i % 3}`,
      split: ['train', 'train', 'train', 'test', 'validation'][i % 5],
      group: i % 7,
      input: [
        [i, i / 3],
        [0.1, -i],
      ],
    });
  writeFileSync(file, Array.from({ length: 30 }, (_, i) => line(i)).join('\n'));
  return file;
}

const axes = { axes: [] };
const sources: Record<string, () => Promise<[Source, Record<string, string>?]>> = {
  digits: () => Promise.resolve([digits, { train: '30', test: '20' }]),
  'digit-directions': () => Promise.resolve([digitDirections, { train: '30', test: '20' }]),
  'self-play': () => Promise.resolve([selfPlay, { games: '10', planes: '4' }]),
  phonemes: () => Promise.resolve([phonemes, { speakers: '2', utterances: '2' }]),
  reviews: () => Promise.resolve([reviews, { train: '40', test: '20', minCount: '2' }]),
  pictures: async () => [pictures.source(await layPictures(), axes), { size: '4x4' }],
  recordings: async () => [recordings.source(await layRecordings(), axes)],
  games: async () => [sgfGames.source(await layGames(), axes), { planes: '12' }],
  sentences: () => Promise.resolve([sentences.source(laySentences(), axes), { length: '6' }]),
  'JSON lines': () =>
    Promise.resolve([jsonLines.source(layExamples(), { axes: ['sensor', 'time'] })]),
};

/** All that a run could see of a data set. */
async function contentOf({ splits, close: _, groupName, ...facts }: Dataset) {
  const size = facts.shape.reduce((product, length) => product * length, 1);
  const parts: Record<string, unknown> = {};
  for (const [name, split] of Object.entries(splits) as [string, Dataset['splits']['train']][]) {
    // Some in another order, and each as it is augmented in an epoch.
    const indices = Array.from(
      { length: Math.min(split.length, 12) },
      (_, i) => (7 * i) % split.length,
    );
    const read = new Float32Array(indices.length * size);
    await split.gather(indices, read);
    const augmented = new Float32Array(split.augment ? read.length : 0);
    const labels = Int32Array.from(indices, (i) => split.labels[i]);
    await split.augment?.(indices, augmented, labels, { seed: 3, epoch: 2 });
    const groups = split.groups && Array.from(split.groups, (group) => groupName?.(group));
    const names = indices.map((i) => exampleName(split, i));
    parts[name] = { read, augmented, labels, groups, names, all: [...allTargets(split)] };
  }
  return { ...facts, parts };
}

it.each(Object.keys(sources))(
  '%s are the same prepared now, read back, and never kept',
  async (name) => {
    const [source, options] = await sources[name]();
    const load = async () => {
      const lines: string[] = [];
      const dataset = await source.load({
        dataDir: '/nowhere',
        seed: 0,
        ...(options && { options }),
        onProgress: (line) => lines.push(line),
      });
      const content = await contentOf(dataset);
      await dataset.close?.();
      return { content, lines };
    };
    const made = await load();
    expect(readdirSync(store)).toHaveLength(1);
    const entry = path.join(store, readdirSync(store)[0]);
    utimesSync(entry, 1, 1);
    const read = await load();
    expect(readdirSync(store)).toHaveLength(1);
    // It was read from there: what is used becomes young again.
    expect(statSync(entry).mtimeMs).toBeGreaterThan(2000);
    expect(read.content).toEqual(made.content);
    // What is said of the data is said again; what is said of the work is not.
    const isWork = (line: string): boolean => /^(drawing|playing|speaking|writing) /.test(line);
    expect(read.lines).toEqual(made.lines.filter((line) => !isWork(line)));
    vi.stubEnv('AXISWISE_PREPARED_GB', '0');
    expect((await load()).content).toEqual(made.content);
    vi.stubEnv('AXISWISE_DATA_MEMORY_GB', '0');
    expect((await load()).content).toEqual(made.content);
  },
);

it('reads a folder anew when one of its files changes', async () => {
  const folder = await layPictures();
  const load = async () =>
    contentOf(await pictures.source(folder, axes).load({ dataDir: '/nowhere', seed: 0 }));
  const before = await load();
  const shape = { height: 3, width: 4, channels: 3 };
  // As long as before.
  await writePng(path.join(folder, 'cats', '0.png'), {
    ...shape,
    pixels: new Uint8Array(36).fill(9),
  });
  const after = await load();
  expect(after.sha256).not.toBe(before.sha256);
  expect(after.parts).not.toEqual(before.parts);
  expect(readdirSync(store)).toHaveLength(2);
});
