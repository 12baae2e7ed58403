import { describe, expect, it } from 'vitest';
import { thirdPerson, withArticles } from './spelling.ts';

describe('thirdPerson', () => {
  it.each([
    ['shine', 'shines'],
    ['fall flat', 'falls flat'],
    ['impress', 'impresses'],
    ['astonish', 'astonishes'],
    ['go nowhere', 'goes nowhere'],
    ['satisfy', 'satisfies'],
    ['overstay its welcome', 'overstays its welcome'],
  ])('%s → %s', (base, third) => {
    expect(thirdPerson(base)).toBe(third);
  });
});

describe('withArticles', () => {
  it.each([
    ['a uneven plot', 'an uneven plot'],
    ['a uninspired one', 'an uninspired one'],
    ['a unique plot', 'a unique plot'],
    ['a hour of a honest life', 'an hour of an honest life'],
    ['a awful , a dull film', 'an awful , a dull film'],
    ['a one-dimensional hero', 'a one-dimensional hero'],
    ['a drama idea', 'a drama idea'],
  ])('%s → %s', (written, spelt) => {
    expect(withArticles(written)).toBe(spelt);
  });
});
