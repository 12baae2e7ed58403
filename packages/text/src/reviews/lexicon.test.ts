import { describe, expect, it } from 'vitest';
import {
  adjectives,
  aspectNouns,
  feelings,
  filmNouns,
  manners,
  neutral,
  opinions,
  rareAdjectives,
  rareNames,
  substances,
  verbs,
  verdicts,
} from './lexicon.ts';

const lists = {
  ...Object.fromEntries(
    Object.entries(adjectives).map(([topic, list]) => [`${topic} adjectives`, list]),
  ),
  ...Object.fromEntries(Object.entries(verbs).map(([topic, list]) => [`${topic} verbs`, list])),
  substances,
  verdicts,
  feelings,
  manners,
  rareAdjectives,
};

describe('the lexicon', () => {
  it('says one thing with a word wherever it stands', () => {
    for (const list of Object.values(lists)) {
      for (const { word, value } of list) expect([word, value]).toEqual([word, opinions.get(word)]);
    }
  });

  it.each(Object.entries(lists))('%s: praise and blame, no word twice', (_, list) => {
    expect(new Set(list.map(({ word }) => word)).size).toBe(list.length);
    expect(list.some(({ value }) => value > 0) && list.some(({ value }) => value < 0)).toBe(true);
    expect(list.every(({ value }) => [1, 2, 3].includes(Math.abs(value)))).toBe(true);
  });

  it('is of several hundred words', () => {
    expect(opinions.size).toBeGreaterThan(400);
  });

  it('has no noun that is a word of opinion too', () => {
    const things = [...filmNouns, ...aspectNouns].map(({ word }) => word);
    expect(things.filter((word) => opinions.has(word))).toEqual([]);
  });

  it('keeps the words of the test from training', () => {
    const shared = new Set<string>([...neutral.name, ...rareNames.train]);
    expect(rareNames.test.filter((name) => shared.has(name))).toEqual([]);
    const common = new Set(
      Object.entries(lists)
        .filter(([name]) => name !== 'rareAdjectives')
        .flatMap(([, list]) => list.map(({ word }) => word)),
    );
    expect(rareAdjectives.filter(({ word }) => common.has(word))).toEqual([]);
  });
});
