import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { tokenize } from './tokenize.ts';

/** By hand, from the rules in the docstring. */
const golden: readonly [string, string][] = [
  ['Hello , World !', 'hello , world !'],
  ["it's what they'd've said", "it 's what they 'd 've said"],
  ["you're sure we'll , I've", "you 're sure we 'll , i 've"],
  ["can't won't don't n't", "ca n't wo n't do n't n't"],
  ["IT'S DON'T", "it 's do n't"],
  ["the characters' eyes", "the characters' eyes"],
  ["'quoted' words", "'quoted' words"],
  ["o'sullivan's 'start", "o 'sullivan 's 'start"],
  ['what?!(no)', 'what ? ! ( no )'],
  ['a,b,,c', 'a , b , , c'],
  ['well-made ; a "10" : 3.5/5 *', 'well made a 10 3 5 5'],
  ['`tis', '`tis'],
  ['semi_colon & co.', 'semi colon co'],
  ['é\u0301tat café naïve Straße Ñandú', 'é\u0301tat café naïve straße ñandú'],
  ['cafe\u0301', 'café'],
  ['it’s isn’t', "it 's is n't"],
  ['Это хорошо ٣ नमस्ते', 'это хорошо ٣ नमस्ते'],
  ['one\u2028two\x85three\u00a0four\tfive', 'one two three four five'],
  ['😀 … — “”', ''],
  ['', ''],
];

describe('tokenize', () => {
  it.each(golden)('%j', (sentence, expected) => {
    expect(tokenize(sentence).join(' ')).toBe(expected);
  });

  it('makes single words: none is empty, holds a space or a mark beside something else', () => {
    for (const sentence of randomSentences()) {
      for (const token of tokenize(sentence)) {
        expect(token).toMatch(/^([^\s(),!?]+|[(),!?])$/u);
        expect(token).toBe(token.toLowerCase());
      }
    }
  });

  it('loses nothing but what separates: the letters and marks stay in their order', () => {
    const kept = (text: string): string => text.replace(/[^a-z0-9(),!?'`]/g, '');
    for (const sentence of randomSentences()) {
      expect(tokenize(sentence).join('')).toBe(kept(sentence.toLowerCase()));
    }
  });

  it('leaves its own tokens as they are', () => {
    for (const sentence of randomSentences()) {
      const tokens = tokenize(sentence);
      expect(tokenize(tokens.join(' '))).toEqual(tokens);
    }
  });
});

/** Of the pieces that rules are about, in any order. */
function* randomSentences(): Generator<string> {
  const random = new Random(0, 'tokenize');
  const pieces = [
    "'",
    's',
    'S',
    've',
    "n't",
    're',
    'd',
    'll',
    ' ',
    ',',
    '!',
    '(',
    ')',
    '?',
    '-',
    '.',
    '7',
    '`',
  ];
  for (let i = 0; i < 500; i++) {
    yield Array.from({ length: random.integer(20) }, () => random.pick(pieces)).join('');
  }
}
