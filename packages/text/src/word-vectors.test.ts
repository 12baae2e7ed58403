import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { readWordVectors, vectorsFor } from './word-vectors.ts';

type Table = readonly (readonly [word: string, vector: readonly number[]])[];

const table: Table = [
  ['the', [0.5, -1, 2, 0]],
  ['film', [1.25, 0, -0.75, 3]],
  ['café', [-2, 4, 8, -16]],
];

const glove = (rows: Table, end = '\n'): string =>
  rows.map(([word, vector]) => `${word} ${vector.join(' ')}${end}`).join('');
const headed = (rows: Table): string =>
  `${rows.length} ${rows[0][1].length}\n${glove(rows, ' \n')}`;
/** As word2vec writes it, with `\n` after each vector; Google News has none. */
const binary = (rows: Table, behind = '\n'): Buffer =>
  Buffer.concat([
    Buffer.from(`${rows.length} ${rows[0][1].length}\n`),
    ...rows.flatMap(([word, vector]) => {
      const numbers = Buffer.alloc(4 * vector.length);
      vector.forEach((value, i) => numbers.writeFloatLE(value, 4 * i));
      return [Buffer.from(`${word} `), numbers, Buffer.from(behind)];
    }),
  ]);

function lay(content: string | Uint8Array, name = 'vectors'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

const read = async (content: string | Uint8Array, words: readonly string[]) => {
  const { width, vectors } = await readWordVectors(lay(content), words);
  return { width, vectors: [...vectors].map(([word, vector]) => [word, [...vector]]) };
};

/** The message, without the folder of the test. */
async function messageOf(content: string | Uint8Array, words = ['film']): Promise<string> {
  const failure: unknown = await read(content, words).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  return (failure as InputError).message.replace(/^\S*\/vectors/, 'vectors');
}

describe('readWordVectors', () => {
  it.each([
    ['GloVe', glove(table)],
    ['GloVe with Windows line ends', glove(table, '\r\n')],
    ['GloVe without an end to its last line', glove(table).trimEnd()],
    ['word2vec text', headed(table)],
    ['word2vec binary', binary(table)],
    ['Google News', binary(table, '')],
    ['GloVe in gzip', gzipSync(glove(table))],
    ['Google News in gzip', gzipSync(binary(table, ''))],
  ])('reads the words asked for, and no other: %s', async (_, content) => {
    expect(await read(content, ['café', 'the', 'absent'])).toEqual({
      width: 4,
      vectors: [table[0], table[2]],
    });
  });

  it('reads vectors wherever the chunks of a file end', async () => {
    const random = new Random(0, 'pieces');
    const rows: Table = Array.from({ length: 20_000 }, (_, i) => [
      `w${'é'.repeat(random.integer(9))}${i}`,
      Array.from({ length: 30 }, () => Math.fround(random.normal())),
    ]);
    const some = rows.filter((_, i) => i % 50 === 0 || i === rows.length - 1);
    for (const content of [glove(rows), binary(rows), gzipSync(binary(rows, ''), { level: 1 })]) {
      expect(content.length).toBeGreaterThan(2 << 20);
      const { vectors } = await read(
        content,
        some.map(([word]) => word),
      );
      expect(vectors).toEqual(some);
    }
  });

  it('reads words of GloVe that hold spaces, as 840B has them', async () => {
    const rows: Table = [...table, ['. . .', [1, 2, 3, 4]], ['at name@domain.com', [5, 6, 7, 8]]];
    expect((await read(glove(rows), ['. . .', 'film'])).vectors).toEqual([table[1], rows[3]]);
  });

  it('keeps the first of two vectors of a word', async () => {
    const { vectors } = await read(glove([...table, ['film', [9, 9, 9, 9]]]), ['film']);
    expect(vectors).toEqual([table[1]]);
  });

  it('names the line that is truncated, has too few or too many numbers, or has none', async () => {
    const text = glove(table);
    expect(await messageOf(text.slice(0, text.indexOf(' 8 -16')))).toBe(
      'vectors, line 3: the file ends after 2 of 4 numbers; it is truncated, get it again',
    );
    expect(await messageOf(`${glove(table)}a 1 2 3\nb 1 2 3 4\n`)).toBe(
      'vectors, line 4: expected 4 numbers after the word, got 3; the file is damaged, get it again',
    );
    expect(await messageOf(`${glove(table)}a 1 2 3 4 5\n`)).toBe(
      'vectors, line 4: expected 4 numbers after the word, got 5; the file is damaged, get it again',
    );
    expect(await messageOf('the 1 2\nfilm 1 x2\n')).toBe(
      "vectors, line 2: number 2 must be a finite number, got 'x2'; the file is damaged, get it again",
    );
    expect(await messageOf('the 1 2\nfilm 1 nan\n')).toMatch(
      /^vectors, line 2: number 2 must be a finite number, got 'nan'/,
    );
    expect(await messageOf('the 1 2\nfilm  2\n')).toMatch(
      /^vectors, line 2: number 1 must be a finite number, got ''/,
    );
  });

  it('says after how many words a truncated file ends', async () => {
    const text = headed(table);
    expect(await messageOf(text.slice(0, text.indexOf('café')))).toBe(
      'vectors ends after 2 of 3 words; it is truncated, get it again',
    );
    expect(await messageOf(`${text}more 1 2 3 4\n`)).toBe(
      'vectors, line 5: the first line states 3 words, but there are more; the file is damaged, get it again',
    );
  });

  it('names the byte at which a binary file is truncated or too long', async () => {
    const whole = binary(table, '');
    // Before the first word ends, it could as well be text: "3 4\nthe ".
    for (let end = 8; end < whole.length; end++) {
      expect(await messageOf(whole.subarray(0, end))).toMatch(
        new RegExp(
          `^vectors ends at byte ${end}, after [012] of 3 words; it is truncated, get it again$`,
        ),
      );
    }
    expect(await messageOf(Buffer.concat([whole, Buffer.from('\nx')]))).toBe(
      `vectors, byte ${whole.length + 1}: the file continues after its 3 words of 4 numbers; it is damaged, ` +
        `get it again`,
    );
  });

  it('names the byte of an invalid number', async () => {
    const file = binary(
      [
        ['the', [1, 2]],
        ['film', [3, NaN]],
      ],
      '',
    );
    // 4 bytes of header, 4 + 8 of "the", 5 of "film " and 4 of its first number.
    expect(await messageOf(file)).toBe(
      'vectors, byte 25: expected a number, got NaN; the file is damaged or its vectors are not ' +
        '2 numbers wide',
    );
    expect(await read(file, ['the'])).toEqual({ width: 2, vectors: [['the', [1, 2]]] });
  });

  it('notices a header with another width than the binary vectors', async () => {
    const rows: Table = Array.from({ length: 500 }, (_, i) => [`word${i}`, Array(60).fill(1 / 3)]);
    const content = binary(rows, '').toString('latin1');
    const narrow = Buffer.from(content.replace('500 60\n', '500 59\n'), 'latin1');
    expect(await messageOf(narrow)).toMatch(/^vectors, byte \d+: /);
    const wide = Buffer.from(content.replace('500 60\n', '500 999\n'), 'latin1');
    expect(await messageOf(wide)).toMatch(/^vectors(, byte \d+: | ends at byte \d+, after )/);
  });

  it('says why a file holds no vectors', async () => {
    expect(await messageOf('')).toBe('vectors is empty; give a file of GloVe or word2vec');
    expect(await messageOf('PK\x03\x04rest')).toMatch(/^vectors is a zip archive; unpack it/);
    expect(await messageOf('once upon a time\n')).toBe(
      'vectors, line 1: expected a word and its numbers, separated by spaces; give a file of GloVe or ' +
        'word2vec',
    );
    expect(await messageOf('alone\n')).toMatch(/^vectors, line 1: expected a word and its numbers/);
    expect(await messageOf('3 0\n')).toMatch(
      /^vectors, line 1 must state at least 1 word and a width from 1 to .*, got 3 words of 0 numbers/,
    );
    expect(await messageOf(Buffer.alloc(3e6, 'x'))).toMatch(/^vectors, line 1 is longer than 1 MB/);
  });

  it('says that a gzip is truncated or damaged', async () => {
    const packed = gzipSync(glove(table));
    expect(await messageOf(packed.subarray(0, packed.length - 9))).toBe(
      'vectors ends in the middle of its gzip; it is truncated, get it again',
    );
    const damaged = Buffer.from(packed);
    damaged[packed.length - 6] ^= 1;
    expect(await messageOf(damaged)).toBe(
      'vectors has a damaged gzip (Z_DATA_ERROR); get it again',
    );
  });

  it('stops reading a gzip at an error in it', async () => {
    const lines = `${glove(table)}short 1\n${glove(table).repeat(300_000)}`;
    expect(await messageOf(gzipSync(lines, { level: 1 }))).toMatch(
      /^vectors, line 4: expected 4 numbers/,
    );
  });

  it('says that a file is missing or a folder', async () => {
    const folder = temporaryFolder();
    await expect(readWordVectors(path.join(folder, 'none.txt'), [])).rejects.toThrow(
      /none.txt is missing; check vectors=FILE$/,
    );
    await expect(readWordVectors(folder, [])).rejects.toThrow(/ is a folder; give a file of GloVe/);
  });
});

describe('vectorsFor', () => {
  const words = [
    '<pad>',
    '<unk>',
    'film',
    'the',
    ...Array.from({ length: 400 }, (_, i) => `new${i}`),
  ];

  it('gives padding zeros, known words their vectors, others random ones of the same variance', async () => {
    const { width, values } = await vectorsFor(lay(glove(table)), words);
    expect(width).toBe(4);
    expect(values).toHaveLength(4 * words.length);
    const of = (token: number): number[] => [...values.subarray(4 * token, 4 * token + 4)];
    expect(of(0)).toEqual([0, 0, 0, 0]);
    expect(of(2)).toEqual(table[1][1]);
    expect(of(3)).toEqual(table[0][1]);
    // 0.5 −1 2 0 1.25 0 −0.75 3: mean 0.625, mean of squares 2.046875, so a² = 3 · 1.65625.
    const limit = Math.sqrt(3 * 1.65625);
    const random = [...of(1), ...values.subarray(16)];
    expect(Math.max(...random.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...random)).toBeGreaterThan(0.98 * limit);
    expect(Math.min(...random)).toBeLessThan(-0.98 * limit);
    const mean = random.reduce((sum, value) => sum + value, 0) / random.length;
    const variance = random.reduce((sum, value) => sum + (value - mean) ** 2, 0) / random.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(variance / 1.65625).toBeCloseTo(1, 1);
  });

  it('gives a word the same random vector in whatever vocabulary it stands', async () => {
    const file = lay(glove(table));
    const one = await vectorsFor(file, ['<pad>', '<unk>', 'the', 'strange']);
    const other = await vectorsFor(file, ['<pad>', '<unk>', 'odd', 'strange', 'the']);
    expect(other.values.subarray(12, 16)).toEqual(one.values.subarray(12, 16));
    expect(other.values.subarray(8, 12)).not.toEqual(one.values.subarray(12, 16));
  });

  it('refuses vectors without any of these words', async () => {
    await expect(vectorsFor(lay(glove(table)), ['<pad>', '<unk>', 'kino'])).rejects.toThrow(
      /vectors has a vector for none of the 1 words; give vectors of the same language/,
    );
  });
});
