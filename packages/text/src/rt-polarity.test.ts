import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Dataset, type Split, tenFolds, verifyFiles } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { rtPolarity } from './rt-polarity.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';
import type { WordsEncoding } from './vocabulary.ts';

const dataDir = process.env['AXISWISE_DATA_DIR'] ?? '';
const absent = !existsSync(path.join(dataDir, 'rt-polarity', 'rt-polarity.pos'));

const load = (fold?: string): Promise<Dataset> =>
  rtPolarity.load({ dataDir, seed: 0, ...(fold && { options: { fold } }) });

async function sentencesOf(
  { shape: [length], encoding }: Dataset,
  split: Split,
): Promise<string[]> {
  const { words } = encoding as WordsEncoding;
  const out = new Float32Array(split.length * length);
  await split.gather([...Array(split.length).keys()], out);
  return Array.from({ length: split.length }, (_, i) => {
    const symbols = [...out.subarray(i * length, (i + 1) * length)].filter((symbol) => symbol > 0);
    return symbols.map((symbol) => words[symbol]).join(' ');
  });
}

describe.skipIf(absent)(
  `the real rt-polarity${absent ? ' (skipped: no rt-polarity in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('is what the mirror publishes', async () => {
      for (const { ok, reason } of await verifyFiles(rtPolarity, dataDir)) {
        expect(reason).toBe('');
        expect(ok).toBe(true);
      }
    });

    it('has 5,331 sentences of each class, a tenth of each in the first fold', async () => {
      const dataset = await load();
      const { train, test } = dataset.splits;
      expect(dataset.classes).toEqual(['negative', 'positive']);
      expect({ train: train.length, test: test.length }).toEqual(rtPolarity.records);
      const positive = (split: Split): number =>
        split.labels.reduce((sum, label) => sum + label, 0);
      expect([positive(train), positive(test)]).toEqual([4797, 534]);
      expect((await load('1')).sha256).toBe(dataset.sha256);
    });

    it('keeps words together that a byte of Windows-1252 is in, and lines that 0x85 is in', async () => {
      const dataset = await load('2');
      const { words } = dataset.encoding as WordsEncoding;
      expect(words).toEqual(expect.arrayContaining(['cliché', 'naïve', "n't"]));
      expect(words.slice(2, 8)).toEqual(['the', ',', 'a', 'and', 'of', 'to']);
      expect(words.some((word) => /[\x80-\x9f…]/.test(word))).toBe(false);
    });

    it('tests every sentence in one fold', async () => {
      const tested: string[] = [];
      let labels = 0;
      for (const fold of tenFolds) {
        const dataset = await load(fold);
        const { train, test } = dataset.splits;
        expect(train.length + test.length).toBe(10_662);
        labels += test.labels.reduce((sum, label) => sum + label, 0);
        tested.push(...(await sentencesOf(dataset, test)));
      }
      expect(tested).toHaveLength(10_662);
      expect(labels).toBe(5331);
    });

    it('refuses a fold or an option that it has not', async () => {
      await expect(load('11')).rejects.toThrow(/^the fold is one of 1, 2, .*10, but '11' came/);
      await expect(rtPolarity.load({ dataDir, seed: 0, options: { size: '3' } })).rejects.toThrow(
        /^rt-polarity has no option 'size'; it takes length=N and/,
      );
    });
  },
);

describe('rtPolarity', () => {
  it('says how to get its files where they are missing', async () => {
    await expect(rtPolarity.load({ dataDir: '/nowhere', seed: 0 })).rejects.toThrow(
      /^\/nowhere\/rt-polarity\/rt-polarity.neg is missing; get the data with: axiswise data fetch rt-polarity/,
    );
  });

  it('reads other files of these names, and says that results cannot be compared', async () => {
    const folder = path.join(temporaryFolder(), 'rt-polarity');
    mkdirSync(folder);
    const write = (file: string, word: string): void =>
      writeFileSync(
        path.join(folder, file),
        Array.from({ length: 10 }, (_, i) => `${word} ${i} \x85 film\n`).join(''),
        'latin1',
      );
    write('rt-polarity.neg', 'bad');
    write('rt-polarity.pos', 'good');
    const lines: string[] = [];
    const dataset = await rtPolarity.load({
      dataDir: path.dirname(folder),
      seed: 0,
      onProgress: (line) => lines.push(line),
    });
    expect([dataset.splits.train.length, dataset.splits.test.length]).toEqual([18, 2]);
    expect(dataset.shape).toEqual([3, 1]);
    expect(lines[0]).toMatch(
      /rt-polarity.neg has 10 sentences, but rt-polarity has 5331; results cannot/,
    );
  });
});
