import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Dataset, exampleName, type LoadContext, type Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { cifarBinaries } from './cifar-binaries.ts';

const temporary = (): string => mkdtempSync(path.join(os.tmpdir(), 'axiswise-cifar-'));

/** Records of these labels; every picture is as red as its first label says, green 100 and blue 200. */
const records = (...labels: readonly (readonly number[])[]): Buffer =>
  Buffer.concat(
    labels.map((each) => {
      const planes = [each[0], 100, 200].map((value) => Buffer.alloc(1024, value));
      return Buffer.concat([Buffer.from(each), ...planes]);
    }),
  );

function folderOf(files: Readonly<Record<string, Buffer | string>>): string {
  const folder = path.join(temporary(), 'mine');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const load = (place: string, context: Partial<LoadContext> = {}): Promise<Dataset> =>
  cifarBinaries.source(place, { axes: ['height', 'width'] }).load({
    dataDir: '/nowhere',
    seed: 0,
    ...context,
  });

async function firstPixel(split: Split, index: number): Promise<number[]> {
  const out = new Float32Array(32 * 32 * 3);
  await split.gather([index], out);
  return [...out.subarray(0, 3)].map((value) => Math.round(255 * value));
}

/** Ten records of each of two classes. */
const twenty = Array.from({ length: 20 }, (_, i) => [i % 2]);

describe('binaries of CIFAR', () => {
  it('are a packed file, of which a fifth of each class is for test', async () => {
    const folder = folderOf({ 'data_batch_1.bin.gz': gzipSync(records(...twenty)) });
    expect(cifarBinaries.reads(folder)).toBe(true);
    const dataset = await load(folder);
    expect(dataset).toMatchObject({ name: 'mine', shape: [32, 32, 3], axes: ['height', 'width'] });
    expect(dataset.classes.slice(0, 2)).toEqual(['airplane', 'automobile']);
    const { train, test } = dataset.splits;
    expect([train.length, [...test.labels].sort()]).toEqual([16, [0, 0, 1, 1]]);
    expect(await firstPixel(train, 0)).toEqual([train.labels[0], 100, 200]);
    expect(exampleName(train, 0)).toMatch(/^data_batch_1.bin.gz\[\d+\]$/);
  });

  it('are files of their splits, with their own names of classes', async () => {
    const folder = folderOf({
      'train.bin': records([0], [1], [0]),
      'test.bin': records([1]),
      'batches.meta.txt': 'cat\ndog\n\n',
    });
    const { classes, splits } = await load(folder);
    expect(classes).toEqual(['cat', 'dog']);
    expect([[...splits.train.labels], [...splits.test.labels]]).toEqual([[0, 1, 0], [1]]);
    expect((await load(folder, { options: { classes: 'a,b' } })).classes).toEqual(['a', 'b']);
    await expect(load(folder, { options: { fold: '1' } })).rejects.toThrow('its own test part');
  });

  it('have a coarse and a fine label in CIFAR-100', async () => {
    const folder = folderOf({ 'train.bin': records([1, 7], [2, 8]), 'test.bin': records([1, 8]) });
    expect([...(await load(folder)).splits.train.labels]).toEqual([7, 8]);
    const coarse = await load(folder, { options: { label: 'coarse' } });
    expect([...coarse.splits.train.labels]).toEqual([1, 2]);
  });

  it('are scored by a run as a whole, or their test alone', async () => {
    const scoredBy = { shape: [32, 32, 3], classes: ['cat', 'dog'] };
    const whole = await load(folderOf({ 'new.bin': records([1], [1]) }), { scoredBy });
    expect([...whole.splits.test.labels]).toEqual([1, 1]);
    const folder = folderOf({ 'train.bin': 'damaged', 'test.bin': records([0]) });
    expect([...(await load(folder, { scoredBy })).splits.test.labels]).toEqual([0]);
  });

  it('are predicted picture by picture', async () => {
    const file = path.join(folderOf({ 'new.bin': records([3], [4]) }), 'new.bin');
    const as = { shape: [32, 32, 3], encoding: undefined };
    const examples = await cifarBinaries.decode!(file, as);
    expect(examples.map(({ part }) => part)).toEqual(['picture 0', 'picture 1']);
    const pixel = [...examples[1].input.subarray(0, 3)].map((value) => Math.round(255 * value));
    expect(pixel).toEqual([4, 100, 200]);
    await expect(cifarBinaries.decode!(file, { ...as, shape: [28, 28, 1] })).rejects.toThrow(
      'are [32, 32, 3], but [28, 28, 1] are wanted',
    );
  });

  it.each([
    [
      'a file that is cut off',
      { 'a.bin': records([0], [1]).subarray(1) },
      {},
      'has 6145 bytes, but',
    ],
    ['an empty file', { 'a.bin': '' }, {}, 'has 0 bytes, but whole records of 3073 bytes'],
    [
      'fewer names than classes',
      { 'a.bin': records([0], [2]) },
      { classes: 'a,b' },
      'labels up to 2, but there are names of 2 classes',
    ],
    ['an option that is none', { 'a.bin': records([0]) }, { size: '3' }, "no option 'size'"],
    ['a single class', { 'a.bin': records([1], [1]) }, {}, 'has a single class (automobile)'],
  ] as const)('refuse %s', async (_what, files, options, message) => {
    const loading = load(folderOf(files), { options });
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(InputError);
  });
});
