import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Dataset, type Split, tenFolds } from '@axiswise/data';
import { verifyFiles } from '@axiswise/files';
import { describe, expect, it } from 'vitest';
import { decodeText, lines } from './decode-text.ts';
import { rtPolarity } from './rt-polarity.ts';
import { tokenize } from './tokenize.ts';
import { UNKNOWN, type WordsEncoding } from './vocabulary.ts';

const dataDir = process.env['AXISWISE_DATA_DIR'] ?? '';
const absent = !existsSync(path.join(dataDir, 'rt-polarity', 'rt-polarity.pos'));

const load = (fold?: string): Promise<Dataset> =>
  rtPolarity.load({ dataDir, seed: 0, ...(fold && { options: { fold } }) });

describe.skipIf(absent)(
  `the real rt-polarity${absent ? ' (skipped: no rt-polarity in $AXISWISE_DATA_DIR)' : ''}`,
  () => {
    it('has the checksum that the mirror publishes', async () => {
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

    it('does not split words at bytes of Windows-1252, nor lines at 0x85', async () => {
      const dataset = await load('2');
      const { words } = dataset.encoding as WordsEncoding;
      expect(words).toEqual(expect.arrayContaining(['cliché', 'naïve', "n't"]));
      expect(words.slice(2, 8)).toEqual(['the', ',', 'a', 'and', 'of', 'to']);
      expect(words.some((word) => /[\x80-\x9f…]/.test(word))).toBe(false);
    });

    it('has the words that Kim 2014 counts in it, apart from letters with accents', () => {
      const tokens = (text: string): string[][] => lines(text).map(tokenize);
      const text = ['neg', 'pos']
        .map((name) => readFileSync(path.join(dataDir, 'rt-polarity', `rt-polarity.${name}`)))
        .map((bytes) => decodeText(bytes, { name: 'rt-polarity' }).text)
        .join('');
      const ascii = tokens(text.replace(/[^\n -~]/g, ' '));
      expect(new Set(ascii.flat()).size).toBe(18_765); // Kim 2014, Table 1
      expect(Math.max(...ascii.map((sentence) => sentence.length))).toBe(56);
      expect(new Set(tokens(text).flat()).size).toBe(18_788);
    });

    it('takes its vocabulary from the nine other folds', async () => {
      const { splits, shape, vocabularySize } = await load('3');
      const tokensIn = async (split: Split): Promise<Set<number>> => {
        const out = new Float32Array(split.length * shape[0]);
        await split.gather([...Array(split.length).keys()], out);
        return new Set(out);
      };
      const trained = await tokensIn(splits.train);
      expect(trained.size).toBe(vocabularySize! - 1);
      expect(trained).not.toContain(UNKNOWN);
      expect(await tokensIn(splits.test)).toContain(UNKNOWN);
    });

    it('tests 5,331 sentences of each class in ten folds', async () => {
      const tested = [0, 0];
      for (const fold of tenFolds) {
        const { train, test } = (await load(fold)).splits;
        expect(train.length + test.length).toBe(10_662);
        for (const label of test.labels) tested[label]++;
      }
      expect(tested).toEqual([5331, 5331]);
    });

    it('refuses an unknown fold or option', async () => {
      await expect(load('11')).rejects.toThrow(/^the fold must be 1, 2, .* or 10, got '11'/);
      await expect(rtPolarity.load({ dataDir, seed: 0, options: { size: '3' } })).rejects.toThrow(
        /^rt-polarity has no option 'size'; it takes length=N and/,
      );
    });
  },
);
