import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { allTargets, unlabelled } from '@axiswise/data';
import { afterAll, describe, expect, it } from 'vitest';
import { labelledWords } from './labelled-words.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}
const sourceOf = (file: string) => labelledWords.source(file, {} as never);
const context = { dataDir: folder, seed: 0 };
const sentence = (name: string): string => `${name} NNP B-PER\nsleeps VBZ O\n. . _\n`;
const names = ['Anna', 'Berta', 'Cilly', 'Dora', 'Emma', 'Frida', 'Gerda', 'Hanna', 'Ida', 'Jutta'];

describe('words with labels', () => {
  const file = written('people.conll', `-DOCSTART- -X- O\n\n${names.map(sentence).join('\n')}`);

  it('are read in columns, a fifth of the sentences for the test', async () => {
    const dataset = await sourceOf(file).load(context);
    const { train, test } = dataset.splits;
    expect([train.length, test.length]).toEqual([8, 2]);
    expect(dataset.classes).toEqual(['B-PER', 'O']);
    expect(dataset.shape).toEqual([3, 1]);
    expect([...allTargets(test)]).toEqual([0, 1, unlabelled, 0, 1, unlabelled]);
    expect(train.exampleName!(0)).toBe('people.conll:3');
  });

  it('are predicted with or without their labels', async () => {
    const { encoding, shape } = await sourceOf(file).load(context);
    const bare = written('bare.conll', 'anna\nsleeps\n\nNobody\n');
    const decoded = await labelledWords.decode!(bare, { encoding, shape });
    expect(decoded.map(({ part }) => part)).toEqual(['line 1', 'line 4']);
    // An unknown word is token 1.
    expect([...decoded[1].input]).toEqual([1, 0, 0]);
  });

  it.each([
    [
      'no-label.conll',
      'Anna B\nsleeps\n',
      'no-label.conll, line 2: the word "sleeps" has no label',
    ],
    ['one-label.conll', 'Anna B\n', 'must have at least two labels, got B'],
    ['empty.conll', '\n', 'holds no word'],
    ['none.conll', 'a A\nb B\n\nc _\n', 'line 4: no word of the sentence has a label'],
  ])('refuse %s', async (name, text, message) => {
    const bad = written(name, text);
    await expect(sourceOf(bad).load(context)).rejects.toThrow(message);
  });

  it('refuse a label that a run was not trained on', async () => {
    const { encoding } = await sourceOf(file).load(context);
    const other = written('other.conll', 'Rome B-LOC\nsleeps O\n');
    await expect(sourceOf(other).load({ ...context, encoding })).rejects.toThrow(
      'other.conll, line 1: the label "B-LOC" is none of the run\'s, which are B-PER, O',
    );
  });
});
