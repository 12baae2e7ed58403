import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';

/** Numbers between two ends, both included. */
export interface SearchRange {
  readonly from: number;
  readonly to: number;
  /** Where values lie evenly: `log` where a factor counts (a rate), `linear` where a difference does. */
  readonly scale: 'log' | 'linear';
  /** Whether values are integers. */
  readonly integer?: boolean;
}

/** One of some values, each equally likely. */
export interface SearchChoices {
  readonly choices: readonly (number | string)[];
}

/** Where the values of one parameter are drawn from. */
export type SearchParameter = SearchRange | SearchChoices;

/** What is tuned, by name. */
export type SearchSpace = Readonly<Record<string, SearchParameter>>;

/** A value for every name of a space. */
export type Configuration = Readonly<Record<string, number | string>>;

/**
 * Checks a search space.
 *
 * @param where names its owner in messages: `the tuning of images`.
 * @throws InputError for reversed, negative or unordered bounds, a logarithmic scale from 0, an unknown
 *   scale, and for no or repeated choices.
 */
export function checkSearchSpace(space: SearchSpace, where: string): void {
  for (const [name, parameter] of Object.entries(space)) {
    const fail = (expected: string, got: unknown): InputError =>
      new InputError(
        'experiment',
        `${name} in ${where} must be ${expected}, got ${JSON.stringify(got)}`,
      );
    if (typeof parameter !== 'object' || parameter === null) {
      throw fail('{ from, to, scale } or { choices }', parameter);
    }
    if ('choices' in parameter) checkChoices(parameter, fail);
    else checkRange(parameter, fail);
  }
}

type Fail = (expected: string, got: unknown) => InputError;

function checkChoices({ choices }: SearchChoices, fail: Fail): void {
  if (!Array.isArray(choices) || choices.length === 0) {
    throw fail('{ choices } with at least one value', { choices });
  }
  const isValue = (each: unknown): boolean => typeof each === 'string' || Number.isFinite(each);
  if (!choices.every(isValue)) throw fail('{ choices } of numbers or words', { choices });
  if (new Set(choices).size < choices.length) throw fail('{ choices } that differ', { choices });
}

function checkRange(range: SearchRange, fail: Fail): void {
  const { from, to, scale, integer = false } = range;
  if (scale !== 'log' && scale !== 'linear') throw fail("on the scale 'log' or 'linear'", scale);
  if (!Number.isFinite(from) || !Number.isFinite(to)) throw fail('a range of two numbers', range);
  if (from < 0) throw fail('a range from 0 or above', range);
  if (from >= to) throw fail('a range whose `from` is below its `to`', range);
  if (scale === 'log' && from === 0) {
    throw fail("a range from above 0, which a scale 'log' cannot reach", range);
  }
  if (integer && !(Number.isInteger(from) && Number.isInteger(to))) {
    throw fail('a range between integers', range);
  }
}

/**
 * The values of one trial of a random search (Bergstra and Bengio 2012).
 *
 * Few random values leave gaps, so each name has its values spread: of the first 8 trials, and of every 8
 * that follow, each eighth of a range holds one, and so for every power of two. Names are independent of each
 * other, as in a Latin hypercube (a van der Corput sequence for each name, shuffled and with Owen's nested
 * scrambling: Burley 2020, "Practical hash-based Owen scrambling"). A search of 20 trials begins with those of 10, and another name in the space
 * leaves the values of the others as they are. Numbers have three significant digits, so that people can
 * repeat a trial by hand.
 */
export function drawConfiguration(
  space: SearchSpace,
  {
    seed,
    trial,
  }: {
    readonly seed: number;
    /** Counted from 0. */
    readonly trial: number;
  },
): Configuration {
  return Object.fromEntries(
    Object.entries(space).map(([name, parameter]) => [
      name,
      valueAt(parameter, positionOf(trial, seed, name)),
    ]),
  );
}

/** Up to so many trials, twice to this power, values are spread; further trials repeat their places. */
const spreadBits = 16;

/** Where in its range a trial has the value of a name: from 0 to below 1. */
function positionOf(trial: number, seed: number, name: string): number {
  const coin = (...of: readonly (string | number)[]): number =>
    new Random(seed, 'tuning', name, ...of).integer(2);
  const bitOf = (number: number, bit: number): number => Math.floor(number / 2 ** bit) % 2;
  // The order within every aligned block of trials is drawn, so that names do not go up and down together.
  let place = 0;
  for (let bit = spreadBits - 1; bit >= 0; bit--) {
    const block = Math.floor(trial / 2 ** (bit + 1));
    place += ((bitOf(trial, bit) + coin('order', bit, block)) % 2) * 2 ** bit;
  }
  // The lowest bit of the place halves the range, the next one the halves. Which half is meant is drawn for
  // each half by itself.
  let position = 0;
  for (let bit = 0; bit < spreadBits; bit++) {
    const half = (bitOf(place, bit) + coin('half', bit, place % 2 ** bit)) % 2;
    position += half / 2 ** (bit + 1);
  }
  return position + new Random(seed, 'tuning', name, trial).uniform() / 2 ** spreadBits;
}

function valueAt(parameter: SearchParameter, position: number): number | string {
  if ('choices' in parameter) {
    return parameter.choices[Math.floor(position * parameter.choices.length)];
  }
  const { from, to, scale, integer = false } = parameter;
  const half = integer ? 0.5 : 0;
  const [low, high] = [from - half, to + half].map(scale === 'log' ? Math.log : (end) => end);
  const at = low + position * (high - low);
  const value = scale === 'log' ? Math.exp(at) : at;
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(3));
  return Math.min(to, Math.max(from, rounded));
}

/** A value that lies at an end of its range. */
export interface Edge {
  readonly name: string;
  readonly end: 'low' | 'high';
}

/** The share of a range at each end that counts as its edge, on the range's scale. */
export const edgeShare = 0.1;

/**
 * The values that lie within {@link edgeShare} of an end of their range: the best value may lie beyond it.
 *
 * The lower end of a range from 0 is no edge, since nothing lies beyond it; choices have no ends.
 */
export function edgesOf(space: SearchSpace, configuration: Configuration): Edge[] {
  return Object.entries(space).flatMap(([name, parameter]): Edge[] => {
    const value = configuration[name];
    if ('choices' in parameter || typeof value !== 'number') return [];
    const { from, to, scale } = parameter;
    const [low, at, high] = [from, value, to].map(scale === 'log' ? Math.log : (each) => each);
    const position = (at - low) / (high - low);
    if (position <= edgeShare && from > 0) return [{ name, end: 'low' }];
    return position >= 1 - edgeShare ? [{ name, end: 'high' }] : [];
  });
}
