import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dataset, LoadContext, Split } from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import {
  type LabelledSentence,
  labelledSentences,
  type SentenceParts,
} from './labelled-sentences.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

const classes = ['bad', 'good'];
const train: LabelledSentence[] = [
  { text: 'A good film', label: 1 },
  { text: 'a bad , bad film !', label: 0 },
];

async function load(
  test: readonly string[],
  context: Omit<LoadContext, 'dataDir' | 'seed' | 'onProgress'> = {},
  parts: Partial<SentenceParts> = {},
) {
  const lines: string[] = [];
  const dataset = await labelledSentences(
    {
      name: 'films',
      classes,
      parts: { train, test: test.map((text, i) => ({ text, label: i % 2 })), ...parts },
    },
    { ...context, onProgress: (line) => lines.push(line) },
  );
  return { dataset, lines };
}

/** Examples as words, without padding. */
async function wordsOf(
  dataset: Dataset,
  split: Split,
  words: readonly string[],
): Promise<string[]> {
  const [length] = dataset.shape;
  const out = new Float32Array(split.length * length);
  await split.gather([...Array(split.length).keys()], out);
  return Array.from({ length: split.length }, (_, i) =>
    [...out.subarray(i * length, (i + 1) * length)]
      .map((token) => words[token])
      .join(' ')
      .replace(/( <pad>)+$/, ''),
  );
}

describe('labelledSentences', () => {
  it('encodes with the words of the training part, as long as its longest sentence', async () => {
    const { dataset, lines } = await load(['a good , weird film !', 'bad']);
    const { words } = dataset.encoding;
    expect(words).toEqual(['<pad>', '<unk>', 'a', 'bad', 'film', '!', ',', 'good']);
    expect(dataset).toMatchObject({ axes: ['time'], shape: [6, 1], classes, vocabularySize: 8 });
    expect(dataset.vectors).toBeUndefined();
    expect(await wordsOf(dataset, dataset.splits.train, words)).toEqual([
      'a good film',
      'a bad , bad film !',
    ]);
    expect(await wordsOf(dataset, dataset.splits.test, words)).toEqual([
      'a good , <unk> film !',
      'bad',
    ]);
    expect([...dataset.splits.train.labels]).toEqual([1, 0]);
    expect(dataset.splits.validation).toBeUndefined();
    expect(lines).toEqual([
      '6 words in 2 training sentences',
      '14.3 % of the words in 2 test sentences are not in the vocabulary',
    ]);
  });

  it('keeps a validation part', async () => {
    const validation = [{ text: 'good !', label: 1 }];
    const { dataset } = await load(['bad'], {}, { validation });
    expect(await wordsOf(dataset, dataset.splits.validation!, dataset.encoding.words)).toEqual([
      'good !',
    ]);
  });

  it('encodes a sentence of zero tokens as one unknown word, and says so', async () => {
    const { dataset, lines } = await load(['', '* * *', 'bad']);
    expect(await wordsOf(dataset, dataset.splits.test, dataset.encoding.words)).toEqual([
      '<unk>',
      '<unk>',
      'bad',
    ]);
    expect(lines).toContain('2 of 3 test sentences have no word and become one unknown word');
  });

  it('truncates a sentence of 10,000 tokens, and says so', async () => {
    const long = 'bad film '.repeat(5000);
    const { dataset, lines } = await load([long]);
    expect(await wordsOf(dataset, dataset.splits.test, dataset.encoding.words)).toEqual([
      'bad film bad film bad film',
    ]);
    expect(lines).toContain(
      '1 of 1 test sentences have more than 6 words and are truncated (the data option length=N keeps N words)',
    );
    const trained = await load(['bad'], {}, { train: [...train, { text: long, label: 0 }] });
    expect(trained.dataset.shape).toEqual([400, 1]);
    expect(trained.lines.join()).toMatch(/1 of 3 train sentences have more than 400 words/);
    const all = await load([long], { options: { length: '10000' } });
    expect(all.dataset.shape).toEqual([10_000, 1]);
    expect(all.lines.join()).not.toMatch(/lose/);
  });

  it('reads a test part of unknown words only', async () => {
    const { dataset, lines } = await load(['splendid acting', 'wow']);
    expect(await wordsOf(dataset, dataset.splits.test, dataset.encoding.words)).toEqual([
      '<unk> <unk>',
      '<unk>',
    ]);
    expect(lines).toContain('100.0 % of the words in 2 test sentences are not in the vocabulary');
  });

  it('takes length and minCount from the options', async () => {
    const { dataset } = await load(['a good film'], { options: { length: '2', minCount: '2' } });
    expect(dataset.encoding).toEqual({
      kind: 'words',
      words: ['<pad>', '<unk>', 'a', 'bad', 'film'],
      length: 2,
      classes,
    });
    expect(await wordsOf(dataset, dataset.splits.test, dataset.encoding.words)).toEqual([
      'a <unk>',
    ]);
  });

  it('reads other data with the vocabulary and length of a run, without vectors', async () => {
    const { encoding } = (await load(['a good film'], { options: { length: '2' } })).dataset;
    const { dataset } = await load(
      ['film strange'],
      {
        encoding: JSON.parse(JSON.stringify(encoding)),
        options: { length: '5', vectors: '/nowhere/vectors.txt' },
      },
      { train: [{ text: 'entirely other words', label: 0 }] },
    );
    expect(dataset.encoding).toEqual(encoding);
    expect(dataset).toMatchObject({ shape: [2, 1], vocabularySize: 8 });
    expect(dataset.vectors).toBeUndefined();
    expect(await wordsOf(dataset, dataset.splits.test, encoding.words)).toEqual(['film <unk>']);
  });

  it('gives a vector for each token', async () => {
    const file = path.join(temporaryFolder(), 'vectors.txt');
    writeFileSync(file, 'film 1 2\ngood 3 -4\nother 5 6\n');
    const { dataset, lines } = await load(['bad'], { options: { vectors: file } });
    const { width, values } = dataset.vectors!;
    expect(width).toBe(2);
    expect(values).toHaveLength(2 * dataset.vocabularySize!);
    expect([...values.subarray(0, 2)]).toEqual([0, 0]);
    expect([...values.subarray(8, 10)]).toEqual([1, 2]);
    expect([...values.subarray(14, 16)]).toEqual([3, -4]);
    expect(lines).toContain(
      `2 of 6 words have a vector of 2 numbers in ${file}, the others get a random vector`,
    );
  });

  it('has a checksum that depends on texts, labels, parts, settings and vectors', async () => {
    const folder = temporaryFolder();
    const vectors = (numbers: string): string => {
      const file = path.join(folder, `${numbers}.txt`);
      writeFileSync(file, `film ${numbers}\n`);
      return file;
    };
    const variants = [
      load(['bad']),
      load(['Bad']),
      load(['bad'], { options: { length: '3' } }),
      load(['bad'], { options: { minCount: '2' } }),
      load(['bad'], {}, { validation: [] }),
      load(['bad'], {}, { test: [{ text: 'bad', label: 1 }] }),
      load(['bad'], { options: { vectors: vectors('1 2') } }),
      load(['bad'], { options: { vectors: vectors('1 3') } }),
    ];
    const sums = (await Promise.all(variants)).map(({ dataset }) => dataset.sha256);
    expect(new Set(sums).size).toBe(variants.length);
    expect((await load(['bad'])).dataset.sha256).toBe(sums[0]);
  });

  it.each([
    [{ length: '0' }, /^length must be an integer from 1 to 10,000, got '0'/],
    [{ length: '10001' }, /^length must be an integer/],
    [{ length: 'ten' }, /^length must be an integer/],
    [{ minCount: '-1' }, /^minCount must be an integer from 1 to 1,000,000, got '-1'/],
    [{ minCount: '3' }, /^films has 2 training sentences, but no word comes 3 times in them/],
    [{ vectors: '/nowhere/v.txt' }, /^\/nowhere\/v.txt is missing; check vectors=FILE/],
  ])('refuses %j', async (options, message) => {
    await expect(load(['bad'], { options: options as Record<string, string> })).rejects.toThrow(
      message,
    );
  });

  it('refuses training sentences without any word', async () => {
    await expect(load(['bad'], {}, { train: [{ text: '…', label: 0 }] })).rejects.toThrow(
      /^films has 1 training sentences, but no word in them; give sentences of letters or digits/,
    );
  });
});
