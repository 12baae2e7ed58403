import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSentences } from './decode-sentences.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

const encoding = {
  kind: 'words',
  words: ['<pad>', '<unk>', 'a', 'film'],
  length: 3,
  classes: ['x', 'y'],
};
const as = { shape: [3, 1], encoding };

async function decode(name: string, content: string | Uint8Array) {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return (await decodeSentences(file, as)).map(({ part, input }) => [part, ...input]);
}

describe('decodeSentences', () => {
  it('reads one sentence per line of a text file', async () => {
    expect(await decode('a.txt', 'A film!\n\na\tfilm, a film\r\n...\nx,film\n')).toEqual([
      ['line 1', 2, 3, 1],
      ['line 3', 2, 3, 1],
      ['line 4', 1, 0, 0],
      ['line 5', 1, 1, 3],
    ]);
  });

  it('reads the text after the label of a TSV or CSV, or whole rows', async () => {
    expect(await decode('a.tsv', 'film\ta\nfilm\n')).toEqual([
      ['line 1', 2, 0, 0],
      ['line 2', 3, 0, 0],
    ]);
    expect(await decode('a.csv', 'film,"a, film"\n')).toEqual([['line 1', 2, 1, 3]]);
  });

  it('reads the column that a header names', async () => {
    expect(await decode('a.csv', 'label,id,text\nx,1,film\n')).toEqual([['line 2', 3, 0, 0]]);
    expect(await decode('a.tsv', 'Sentence\na film\n')).toEqual([['line 2', 2, 3, 0]]);
  });

  it('reads the text of JSON lines, with or without labels', async () => {
    const lines = '{"id": 3, "text": "a film"}\n\n{"label": "x", "text": "film"}\n';
    expect(await decode('a.jsonl', lines)).toEqual([
      ['line 1', 2, 3, 0],
      ['line 3', 3, 0, 0],
    ]);
    await expect(decode('a.jsonl', '{"label": "x"}\n')).rejects.toThrow(
      /a.jsonl, line 1: there is no "text"; give the sentence by that name$/,
    );
    await expect(decode('a.npz', '')).rejects.toThrow(/a.npz holds arrays of numbers, and there/);
  });

  it('refuses a file without a sentence, a binary one, and a run of another kind', async () => {
    await expect(decode('a.txt', '\n \n')).rejects.toThrow(
      /a.txt holds no sentence; give one per line$/,
    );
    await expect(decode('a.tsv', 'text\n')).rejects.toThrow(/a.tsv holds no sentence/);
    await expect(decode('a.txt', Uint8Array.of(65, 0, 66))).rejects.toThrow(
      /a.txt is not a text file: byte 1/,
    );
    await expect(decodeSentences('a.txt', { shape: [3, 1], encoding: undefined })).rejects.toThrow(
      /^the run was not trained on sentences/,
    );
    await expect(decodeSentences('a.txt', { shape: [9, 1], encoding })).rejects.toThrow(
      /^the shape of the run must be \[3, 1\], got \[9, 1\]/,
    );
  });
});
