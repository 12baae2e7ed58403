import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Comparison } from '@axiswise/compare';
import { readPredictions } from '@axiswise/predictions';
import { readCrossValidation } from '@axiswise/runner';
import { afterAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly test: { readonly accuracy: number; readonly loss: number };
  readonly weightsSha256: string;
}

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const small = [
  ...['train', 'sentences', '--data-options', 'train=300', 'test=60'],
  ...['--width', '20', '--filters', '12', '--epochs', '4'],
];
const write = (name: string, text: string): string => {
  const file = path.join(scratch, name);
  writeFileSync(file, text);
  return file;
};

describe('sentences', () => {
  it('trains on generated reviews and predicts the lines of a file', async () => {
    const { runDir: run, result: trained } = await sharedRun<TrainResult>('sentences');
    expect(trained.testExamples).toBe(60);
    const scored = await resultOf<TrainResult>(['evaluate', run]);
    expect(scored.test.accuracy).toBe(trained.test.accuracy);
    const file = write('lines.txt', 'a warm and funny film\n\nzyzzyva qwertz\n');
    const { predictions } = await resultOf<{ predictions: { part: string; label: string }[] }>([
      ...['predict', run, file],
    ]);
    expect(predictions.map(({ part }) => part)).toEqual(['line 1', 'line 3']);
    for (const { label } of predictions) expect(['negative', 'positive']).toContain(label);
  });

  it('compares on a table with groups, which no split divides, and warns of few', async () => {
    const rows = Array.from({ length: 120 }, (_, i) =>
      [i % 2 === 0 ? 'fine' : 'poor', `the film number ${i} is ${i % 3}`, `author ${i % 15}`].join(
        '\t',
      ),
    );
    const table = write('authors.tsv', `label\ttext\tgroup\n${rows.join('\n')}\n`);
    const folder = path.join(scratch, 'authors');
    const { experiments } = await resultOf<Comparison>([
      ...['compare', 'sentences', '--data', table, '--tune', '0', '--seeds', '2', '--epochs', '1'],
      ...['--strategies', 'slide-time,bag-of-words', '--width', '20', '--filters', '2'],
      ...['--jobs', '1', '--run-dir', folder],
    ]);
    const [{ testGroups, pairs, testExamples, trainExamples }] = experiments;
    // Three of fifteen authors, of eight sentences each.
    expect(testExamples).toBe(24);
    expect(trainExamples % 8).toBe(0);
    expect(testGroups).toEqual({ of: 'group', count: 3 });
    expect(pairs[0].warning).toEqual({ kind: 'few groups', groups: 3, enough: 20 });
    const run = path.join(folder, 'slide-time/seed-0');
    const { examples, groups, labels } = await readPredictions([
      path.join(run, 'test-predictions.csv'),
    ]);
    expect(groups!.names).toHaveLength(3);
    for (const [i, name] of examples.entries()) {
      const [label, , author] = rows[Number(name.replace('authors.tsv:', '')) - 2].split('\t');
      expect([['fine', 'poor'][labels[i]], groups!.names[groups!.ofExamples[i]]]).toEqual([
        label,
        author,
      ]);
    }
    // What is evaluated later is what was predicted then.
    const again = path.join(scratch, 'again.csv');
    const { predictions } = await resultOf<{ predictions: string }>([
      ...['evaluate', run, '--predictions', again],
    ]);
    expect(predictions).toBe(again);
    expect((await readPredictions([again])).examples).toEqual(examples);
  });

  it('trains on the user’s own table, with any number of classes', async () => {
    const kinds = { weather: 'rain snow sun', food: 'bread soup rice', music: 'song drum flute' };
    const lines = Object.entries(kinds).flatMap(([label, list]) => {
      const [a, b, c] = list.split(' ');
      return Array.from({ length: 12 }, (_, i) => [
        `${label}\t${a} and ${b} number ${i}`,
        `${label}\t${c} today ${i} ${a}`,
      ]).flat();
    });
    const run = path.join(scratch, 'own');
    const trained = await resultOf<TrainResult & { classes: string[] }>([
      ...['train', 'sentences', '--data', write('own.tsv', `${lines.join('\n')}\n`)],
      ...['--width', '20', '--filters', '8', '--epochs', '15', '--batch-size', '10'],
      ...['--run-dir', run],
    ]);
    expect([...trained.classes].sort()).toEqual(['food', 'music', 'weather']);
    expect(trained.test.accuracy).toBeGreaterThan(0.8);
    // Other data is read with the words of the run.
    const other = write(
      'other.tsv',
      'food\tsoup and soup\nmusic\tdrum xylophone\nweather\tsnow\n'.repeat(5),
    );
    const scored = await resultOf<TrainResult>(['evaluate', run, '--data', other]);
    expect(scored.test.accuracy).toBeGreaterThan(0.6);
    // Each sentence is tested once if all folds are; here two of ten.
    const folds = await resultOf<{
      folds: { fold: string; testExamples: number }[];
      accuracy: { mean: number; low: number; high: number };
    }>([
      ...['cross-validate', 'sentences', '--data', path.join(scratch, 'own.tsv'), '--folds', '2,7'],
      ...['--width', '20', '--filters', '8', '--epochs', '15', '--batch-size', '10'],
      ...['--run-dir', path.join(scratch, 'folds')],
    ]);
    expect(folds.folds.map(({ fold }) => fold)).toEqual(['2', '7']);
    expect(folds.accuracy.mean).toBeGreaterThan(0.6);
    expect(folds.accuracy.low).toBeLessThan(folds.accuracy.mean);
    const written = await readCrossValidation(path.join(scratch, 'folds'));
    expect(written!.result).toMatchObject(folds);
  });

  it('takes word vectors where a variant asks for them', async () => {
    const missing = await axiswise([...small, '--vectors', 'static', '--run-dir', `${scratch}/s`]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(
      /the data brings none; name a file of word vectors with --data-options vectors=FILE/,
    );
    const vectors = write(
      'vectors.txt',
      ['film', 'funny', 'boring', 'not', 'warm']
        .map(
          (word, i) =>
            `${word} ${Array.from({ length: 24 }, (_, j) => Math.sin(i * 7 + j).toFixed(3)).join(' ')}`,
        )
        .join('\n') + '\n',
    );
    const result = await resultOf<{ parameters: number }>([
      ...['train', 'sentences', '--data-options', 'train=300', 'test=60', `vectors=${vectors}`],
      ...['--filters', '12', '--epochs', '1', '--vectors', 'static'],
      ...['--run-dir', `${scratch}/static`],
    ]);
    // 24 wide as the vectors are, which are not trained: 12 filters each over 3, 4, 5 words, and the end.
    expect(result.parameters).toBe(12 * 24 * (3 + 4 + 5) + 3 * 12 + 36 * 2 + 2);
  });

  it.each<[string, string, RegExp]>([
    ['a line without a tab', 'good\tfine\nbad words only\n', /bad\.tsv.*line 2/],
    ['one class alone', 'good\tfine\ngood\tfiner\ngood\tfinest\n', /bad\.tsv/],
    ['nothing', '', /bad\.tsv holds no sentence/],
  ])('refuses %s, naming the file', async (_, text, message) => {
    const { code, stderr } = await axiswise([
      'train',
      'sentences',
      '--data',
      write('bad.tsv', text),
    ]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
  });

  it('names its own options, and refuses what they do not take', async () => {
    const help = await axiswise(['train', 'sentences', '--help']);
    expect(help.stdout).toMatch(/Options of sentences:[\s\S]*--vectors[\s\S]*--width/);
    const refused = await axiswise(['train', 'sentences', '--width', '0']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('width must be an integer of at least 20, got 0');
    const mixed = await axiswise(['train', 'sentences', '--mixup', '0.2']);
    expect([mixed.code, mixed.stderr]).toEqual([
      2,
      expect.stringContaining('these examples are tokens'),
    ]);
    const foreign = await axiswise(['train', 'images', '--width', '30']);
    expect(foreign.stderr).toContain('Unknown argument: width');
  });

  it('says of arrays that they hold no words, and reads JSON lines', async () => {
    const arrays = path.join(scratch, 'mine.npy');
    writeFileSync(arrays, '');
    const refused = await axiswise(['explain', 'sentences', '--data', arrays]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/mine\.npy holds arrays of numbers, and there are no words in/);
    const lines = path.join(scratch, 'mine.jsonl');
    const line = (i: number) => JSON.stringify({ text: `word${i % 3}`, label: i % 2 });
    writeFileSync(lines, Array.from({ length: 20 }, (_, i) => line(i)).join('\n'));
    const { code, stderr } = await axiswise(['explain', 'sentences', '--data', lines, '--json']);
    expect(code, stderr).toBe(0);
  });
});
