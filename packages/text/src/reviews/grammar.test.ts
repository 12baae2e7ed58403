import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { compose, type Grammar, MARKS } from './compose.ts';
import { grammar } from './grammar.ts';

/** Expands one template with given words: `the plot is not {flip dull}`. */
function say(parts: Record<string, string>, sign: 1 | -1) {
  const rules: Grammar = Object.fromEntries(
    Object.entries(parts).map(([symbol, template]) => [symbol, [[1, template]]]),
  );
  return compose(rules, 'Review', sign, new Random(0));
}

const positive = 1;
const negative = -1;

describe('the rule of composition, by hand', () => {
  it.each<[Record<string, string>, 1 | -1, number]>([
    [{ Review: 'the plot is {dull}' }, negative, -2],
    [{ Review: 'the plot is not {flip dull}' }, positive, 1],
    [{ Review: 'the plot is not {flip brilliant}' }, negative, -1.5],
    [{ Review: "the cast isn't half {flip bad}" }, positive, 1],
    [{ Review: 'there is not a single {flip dull} scene' }, positive, 1],
    [{ Review: 'it never manages to be {flip funny}' }, negative, -1],
    [{ Review: 'it is hardly {flip boring}' }, positive, 1],
    [{ Review: 'it is neither {flip funny} nor {flip moving}' }, negative, -2],
    [{ Review: 'it is too {clever} to be {flip dull}' }, positive, 3],
    [{ Review: 'it is too {slow} to be {flip gripping}' }, negative, -2.5],
    // Negation of negation.
    [{ Review: 'the cast never {flip failing}', failing: 'fails to {flip charm}' }, positive, 0.5],
    [{ Review: 'it is not without {flip lack}', lack: '{flip charm}' }, positive, 0.5],
    // Degree.
    [{ Review: 'it is deeply {double moving}' }, positive, 4],
    [{ Review: 'it is slightly {half uneven}' }, negative, -0.5],
    // Contrast.
    [{ Review: 'despite a {drop clumsy} plot , the cast {shine} s' }, positive, 2],
    [{ Review: 'it starts {drop well} but ends in {tedium}' }, negative, -2],
    [
      { Review: 'although the songs {drop dazzle} , the plot is slightly {half thin}' },
      negative,
      -0.5,
    ],
    [
      {
        Review: 'the end is {drop Joke} , but the plot is not {flip dull}',
        Joke: 'not {flip good}',
      },
      positive,
      1,
    ],
    // Contrast by degree alone, whichever comes first.
    [
      { Review: 'a {rival muted} , deeply {double moving} drama', muted: 'slightly {half uneven}' },
      positive,
      3.5,
    ],
    [
      {
        Review: 'a deeply {double shallow} , {rival muted} drama',
        muted: 'slightly {half touching}',
      },
      negative,
      -3,
    ],
    [{ Review: 'it is {funny} and {moving}' }, positive, 4],
  ])('%j', (parts, sign, value) => {
    expect(say(parts, sign).value).toBe(value);
  });

  it('refuses a word whose sentiment does not fit its place', () => {
    expect(() => say({ Review: 'it is {dull}' }, positive)).toThrow(/'dull' says -2/);
    expect(() => say({ Review: 'it is {flip good}' }, positive)).toThrow(/'good' says 1/);
  });

  it('refuses symbols and marks that do not exist', () => {
    expect(() => say({ Review: 'it is {adjektive}' }, positive)).toThrow(/no symbol 'adjektive'/);
    expect(() => say({ Review: 'it is {flap dull}' }, positive)).toThrow(/no mark 'flap'/);
  });
});

describe('agreement', () => {
  const agreeing: Grammar = {
    Review: [[1, 'the {aspectNoun} {is} {adjective} and {doesnt} {verbs} but {verb}']],
  };
  it('makes verbs agree with the noun of their clause', () => {
    const random = new Random(0);
    const texts = Array.from({ length: 200 }, () => compose(agreeing, 'Review', 1, random).text);
    const plural = texts.filter((text) => / are /.test(text));
    const singular = texts.filter((text) => / is /.test(text));
    expect(plural.length + singular.length).toBe(200);
    expect(plural.length).toBeGreaterThan(20);
    expect(plural.filter((text) => !text.includes(" don't "))).toEqual([]);
    expect(singular.filter((text) => !text.includes(" doesn't "))).toEqual([]);
    expect(texts.filter((text) => /characters is|plot are/.test(text))).toEqual([]);
  });

  it('chooses adjectives by the noun that follows them', () => {
    const random = new Random(0);
    const attributive: Grammar = { Review: [[1, 'a {adjective} {aspectNoun}']] };
    const texts = Array.from(
      { length: 2000 },
      () => compose(attributive, 'Review', -1, random).text,
    );
    expect(texts.some((text) => /wooden (cast|lead|actors)/.test(text))).toBe(true);
    expect(texts.filter((text) => /wooden (plot|score|songs)/.test(text))).toEqual([]);
  });

  it('says no word of opinion twice in a review', () => {
    const random = new Random(0);
    const twice: Grammar = { Review: [[1, '{Clause} and {Clause}']], Clause: [[1, '{verdict}']] };
    for (let i = 0; i < 200; i++) {
      const [one, other] = compose(twice, 'Review', 1, random).text.split(' and ');
      expect(one).not.toBe(other);
    }
  });
});

describe('the grammar', () => {
  const templates = Object.entries(grammar).flatMap(([symbol, rules]) =>
    rules.map(([, template, only]) => ({ symbol, template, only })),
  );

  it.each([positive, negative] as const)('writes every template with the sign %i', (sign) => {
    for (const { symbol, template, only } of templates) {
      if (only !== undefined && only !== sign) continue;
      const alone = { ...grammar, [symbol]: [[1, template]] } as Grammar;
      for (let i = 0; i < 20; i++) {
        const { text, value } = compose(alone, symbol, sign, new Random(i, template));
        expect(text).not.toMatch(/[{}]|undefined/);
        const says = /\{(?!about|name|place|somebody|seat|filmNoun|aspectNoun|title)/.test(
          template,
        );
        expect([template, says ? Math.sign(value) : 0]).toEqual([template, says ? sign : value]);
      }
    }
  });

  it('composes every review with the requested sign', () => {
    const random = new Random(3);
    for (let i = 0; i < 5000; i++) {
      const sign = i % 2 === 0 ? positive : negative;
      const { text, value } = compose(grammar, 'Review', sign, random);
      expect([text, Math.sign(value)]).toEqual([text, sign]);
    }
  });

  it('uses every mark', () => {
    const all = templates.map(({ template }) => template).join(' ');
    expect(Object.keys(MARKS).filter((mark) => !all.includes(`{${mark} `))).toEqual([]);
  });
});
