import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import {
  countWords,
  encodeSentences,
  sentenceSplit,
  tokenizeSentences,
} from './tokenized-sentences.ts';
import { buildVocabulary, checkWordsEncoding, PADDING, UNKNOWN } from './vocabulary.ts';

const sentences = ['a b b', '', 'c a b', 'z é B'];

describe('buildVocabulary', () => {
  it('puts padding and unknown first, then words by count, then by alphabet', () => {
    const counts = countWords(tokenizeSentences(sentences));
    expect(Object.fromEntries(counts)).toEqual({ a: 2, b: 4, c: 1, z: 1, é: 1 });
    const words = buildVocabulary(counts);
    expect(words).toEqual(['<pad>', '<unk>', 'b', 'a', 'c', 'z', 'é']);
    expect([words[PADDING], words[UNKNOWN]]).toEqual(['<pad>', '<unk>']);
  });

  it('does not depend on the order in which words come', () => {
    const words = ['ab', 'a', 'B', 'b', 'ä', '1', "'s", '!'];
    const counts = (order: Iterable<number>) =>
      new Map([...order].map((i) => [words[i], 1 + (i % 2)]));
    const expected = buildVocabulary(counts(words.keys()));
    for (let seed = 0; seed < 20; seed++) {
      const order = new Random(seed, 'order').permutation(words.length);
      expect(buildVocabulary(counts(order))).toEqual(expected);
    }
  });

  it('leaves out words that are rarer than minCount', () => {
    const counts = countWords(tokenizeSentences(sentences));
    expect(buildVocabulary(counts, { minCount: 2 })).toEqual(['<pad>', '<unk>', 'b', 'a']);
    expect(buildVocabulary(counts, { minCount: 5 })).toEqual(['<pad>', '<unk>']);
  });

  it('does not give a reserved word a second token', () => {
    expect(
      buildVocabulary(
        new Map([
          ['<unk>', 9],
          ['a', 1],
        ]),
      ),
    ).toEqual(['<pad>', '<unk>', 'a']);
  });
});

describe('encodeSentences and sentenceSplit', () => {
  const words = ['<pad>', '<unk>', 'b', 'a'];

  it('gives tokens, truncated and padded at the end; a sentence without words is one unknown word', () => {
    const encoded = encodeSentences(tokenizeSentences(sentences), { words, length: 2 });
    expect(encoded).toMatchObject({ unknownWords: 3, truncated: 3, empty: 1 });
    const split = sentenceSplit(encoded, { labels: Int32Array.of(0, 1, 0, 1) });
    const out = new Float32Array(10).fill(7);
    void split.gather([1, 0, 2, 3], out);
    expect([...out]).toEqual([1, 0, 3, 2, 1, 3, 1, 1, 7, 7]);
  });

  it('reads back the words if all are known and fit', () => {
    const encoded = encodeSentences(tokenizeSentences(['b a b', 'a']), { words, length: 4 });
    expect(encoded).toMatchObject({ unknownWords: 0, truncated: 0, empty: 0 });
    const out = new Float32Array(8);
    void sentenceSplit(encoded, { labels: Int32Array.of(0, 0) }).gather([0, 1], out);
    expect([...out].map((token) => words[token]).join(' ')).toBe('b a b <pad> a <pad> <pad> <pad>');
  });
});

describe('checkWordsEncoding', () => {
  it('accepts an encoding read from JSON, and refuses other kinds', () => {
    const encoding = {
      kind: 'words',
      words: ['<pad>', '<unk>', 'a'],
      length: 3,
      classes: ['x', 'y'],
    };
    expect(checkWordsEncoding(JSON.parse(JSON.stringify(encoding)))).toEqual(encoding);
    for (const other of [
      undefined,
      null,
      { kind: 'board', planes: 4 },
      { kind: 'words' },
      'words',
    ]) {
      expect(() => checkWordsEncoding(other)).toThrow(/^the run was not trained on sentences/);
    }
  });
});
