import type { Random } from '@axiswise/random';
import {
  adjectives,
  aspectNouns,
  feelings,
  filmNouns,
  manners,
  neutral,
  type Noun,
  type Opinion,
  opinions,
  rareAdjectives,
  rareNames,
  substances,
  verbs,
  verdicts,
} from './lexicon.ts';
import { thirdPerson, withArticles } from './spelling.ts';

/** Words and their joint sentiment: below 0 negative, above 0 positive. */
export interface Phrase {
  readonly text: string;
  readonly value: number;
}

/** A phrase with the words of opinion in it. */
export interface ComposedPhrase extends Phrase {
  /** The text in parts, one behind the other; together they are the text. */
  readonly parts: readonly PhrasePart[];
}

/** A part of a text. */
export interface PhrasePart {
  readonly text: string;
  /**
   * What it says of the whole, where it is a word of opinion: its value times the factors of all {@link MARKS} around
   * it, 0 where it is conceded. Undefined elsewhere.
   */
  readonly counts?: number;
}

/**
 * One way to expand a symbol: a weight (its frequency among the alternatives) and a template. With
 * a sign, only phrases of that sentiment use it (`fails to be …` needs a positive word inside).
 */
export type Rule = readonly [weight: number, template: string, only?: 1 | -1];

/** Every symbol of the grammar with its alternatives. */
export type Grammar = Readonly<Record<string, readonly Rule[]>>;

/**
 * The effect of a mark in front of a symbol: the sign that the symbol must have in a phrase of
 * positive sentiment, and the factor with which it counts there.
 */
export const MARKS = {
  /** Negation: the opposite, weaker ("not brilliant" is not yet "awful"). */
  flip: { sign: -1, factor: -0.5 },
  /** Concession, expectation or a mere beginning: the opposite, and it does not count. */
  drop: { sign: -1, factor: 0 },
  /** Contrast without a word of contrast: the degree decides. */
  rival: { sign: -1, factor: 1 },
  double: { sign: 1, factor: 2 },
  half: { sign: 1, factor: 0.5 },
} as const;

/** The context that all phrases of a review share. */
interface Place {
  readonly random: Random;
  readonly grammar: Grammar;
  readonly split: 'train' | 'test';
  /** Opinions and nouns that the review has used; none is used twice. */
  readonly used: Set<string>;
  /** The words of opinion that are written, in the order of their marks in the text. */
  readonly opinions: { readonly text: string; counts: number }[];
}

/** Stands behind a word of opinion in a text that is being written: its number, between two letters of no language. */
const opinionMark = /\uE000(\d+)\uE001/g;
const markOf = (opinion: number): string => `\uE000${opinion}\uE001`;

/** The noun with which adjectives and verbs agree. */
interface Scope {
  noun?: Noun;
}

/**
 * Expands `symbol` by a grammar into a phrase of positive (`sign` 1) or negative (−1) sentiment.
 *
 * The value is composed from the words upwards, by {@link MARKS}: the value of a phrase is the sum
 * of its parts, each times the factor of its mark. A symbol with a capital letter (`Clause`) has
 * one noun, with which its adjectives and verbs agree.
 *
 * @param split draws names and adjectives that only this split uses.
 */
export function compose(
  grammar: Grammar,
  symbol: string,
  sign: 1 | -1,
  random: Random,
  split: 'train' | 'test' = 'train',
): ComposedPhrase {
  const place: Place = { random, grammar, split, used: new Set(), opinions: [] };
  const phrase = write(symbol, sign, {}, place);
  const parts: PhrasePart[] = [];
  // A part, a mark, a part, a mark, …: each mark ends a word of opinion.
  const [last, ...others] = withArticles(phrase.text).split(opinionMark).reverse();
  for (let i = others.length - 1; i > 0; i -= 2) {
    const { text, counts } = place.opinions[Number(others[i - 1])];
    const before = others[i].slice(0, others[i].length - text.length);
    parts.push({ text: before }, { text, counts });
  }
  parts.push({ text: last });
  return { text: parts.map((part) => part.text).join(''), value: phrase.value, parts };
}

function write(symbol: string, sign: 1 | -1, around: Scope, place: Place): Phrase {
  const scope = /^[A-Z]/.test(symbol) ? {} : around;
  const rules = place.grammar[symbol];
  if (rules === undefined) return word(symbol, sign, scope, place);
  const template = pickRule(rules, sign, place.random);
  const slots = [...template.matchAll(/\{(?:(\w+) )?(\w+)\}/g)];
  const written = new Map<number, Phrase>();
  // The noun first: an adjective in front of it has to agree with it.
  const nounsFirst = [...slots.filter(isNoun), ...slots.filter((slot) => !isNoun(slot))];
  let value = 0;
  for (const slot of nounsFirst) {
    const mark = slot[1] === undefined ? { sign: 1, factor: 1 } : markNamed(slot[1]);
    const part = write(slot[2], (sign * mark.sign) as 1 | -1, scope, place);
    written.set(slot.index, part);
    value += part.value * mark.factor;
    for (const [, opinion] of part.text.matchAll(opinionMark)) {
      place.opinions[Number(opinion)].counts *= mark.factor;
    }
  }
  const text = template.replace(/\{[^}]*\}/g, (_, at: number) => written.get(at)!.text);
  return { text, value };
}

const isNoun = (slot: RegExpMatchArray): boolean => /Noun$/.test(slot[2]);

function markNamed(name: string): { readonly sign: number; readonly factor: number } {
  if (!Object.hasOwn(MARKS, name)) throw new Error(`the grammar has no mark '${name}'`);
  return MARKS[name as keyof typeof MARKS];
}

function pickRule(rules: readonly Rule[], sign: 1 | -1, random: Random): string {
  const open = rules.filter(([, , only]) => only === undefined || only === sign);
  let at = random.uniform(
    0,
    open.reduce((sum, [weight]) => sum + weight, 0),
  );
  const chosen = open.find(([weight]) => (at -= weight) < 0) ?? open[open.length - 1];
  return chosen[1];
}

/** The probability of a name or an adjective that only this split uses. */
const RARE_NAME = 0.3;
const RARE_ADJECTIVE = 0.03;

/** A word; where it says an opinion, with a mark behind it. */
function word(symbol: string, sign: 1 | -1, scope: Scope, place: Place): Phrase {
  const phrase = chooseWord(symbol, sign, scope, place);
  if (phrase.value === 0) return phrase;
  place.opinions.push({ text: phrase.text, counts: phrase.value });
  return { ...phrase, text: phrase.text + markOf(place.opinions.length - 1) };
}

function chooseWord(symbol: string, sign: 1 | -1, scope: Scope, place: Place): Phrase {
  const { random, split } = place;
  const topic = scope.noun?.topic ?? 'film';
  const plural = scope.noun?.plural ?? false;
  const say = (among: readonly Opinion[]): Opinion => pickOpinion(among, sign, place);
  const plain = (text: string): Phrase => ({ text, value: 0 });
  switch (symbol) {
    case 'filmNoun':
    case 'aspectNoun': {
      const unused = (symbol === 'filmNoun' ? filmNouns : aspectNouns).filter(
        (noun) => !place.used.has(noun.word),
      );
      scope.noun = random.pick(unused);
      place.used.add(scope.noun.word);
      return plain(scope.noun.word);
    }
    case 'adjective': {
      const rare = split === 'test' && random.uniform() < RARE_ADJECTIVE;
      return phrase(say(rare ? rareAdjectives : [...adjectives.any, ...adjectives[topic]]));
    }
    case 'gradable':
      // "slightly superb" and "very awful" are not said.
      return phrase(
        say([...adjectives.any, ...adjectives[topic]].filter(({ value }) => Math.abs(value) < 3)),
      );
    case 'sceneAdjective':
      return phrase(say([...adjectives.any, ...adjectives.story]));
    case 'verb':
    case 'verbs': {
      const { word: base, value } = say([...verbs.any, ...verbs[topic]]);
      return { text: symbol === 'verb' && !plural ? thirdPerson(base) : base, value };
    }
    case 'substance':
      return phrase(say(substances));
    case 'verdict':
      return phrase(say(verdicts));
    case 'feeling':
      return phrase(say(feelings));
    case 'manner':
      return phrase(say(manners));
    case 'name':
      return plain(
        pickUnused(random.uniform() < RARE_NAME ? rareNames[split] : neutral.name, place),
      );
    default:
      if (Object.hasOwn(agreeing, symbol)) return plain(agreeing[symbol][plural ? 1 : 0]);
      if (Object.hasOwn(neutral, symbol)) return plain(pickUnused(neutral[symbol], place));
      return itself(symbol, sign);
  }
}

/** Expands a symbol that is itself a word of opinion: `half {flip bad}`. */
function itself(symbol: string, sign: 1 | -1): Phrase {
  const value = opinions.get(symbol);
  if (value === undefined) throw new Error(`the grammar has no symbol '${symbol}'`);
  if (Math.sign(value) !== sign) {
    throw new Error(`'${symbol}' says ${value}, where the grammar asks for the sign ${sign}`);
  }
  return { text: symbol, value };
}

function pickUnused(words: readonly string[], { random, used }: Place): string {
  const chosen = random.pick(words.filter((each) => !used.has(each)));
  used.add(chosen);
  return chosen;
}

const phrase = ({ word: text, value }: Opinion): Phrase => ({ text, value });

function pickOpinion(among: readonly Opinion[], sign: 1 | -1, { random, used }: Place): Opinion {
  const fitting = among.filter(
    ({ word: each, value }) => Math.sign(value) === sign && !used.has(each),
  );
  const chosen = random.pick(fitting);
  used.add(chosen.word);
  return chosen;
}

/** Singular and plural of the small verbs that templates use. */
const agreeing: Readonly<Record<string, readonly [string, string]>> = {
  is: ['is', 'are'],
  isnt: ["isn't", "aren't"],
  was: ['was', 'were'],
  has: ['has', 'have'],
  doesnt: ["doesn't", "don't"],
  remains: ['remains', 'remain'],
  becomes: ['becomes', 'become'],
  manages: ['manages', 'manage'],
  fails: ['fails', 'fail'],
  lacks: ['lacks', 'lack'],
  leaves: ['leaves', 'leave'],
  starts: ['starts', 'start'],
  begins: ['begins', 'begin'],
  ends: ['ends', 'end'],
  wants: ['wants', 'want'],
  tries: ['tries', 'try'],
  proves: ['proves', 'prove'],
  seems: ['seems', 'seem'],
  avoids: ['avoids', 'avoid'],
  looks: ['looks', 'look'],
  goes: ['goes', 'go'],
};
