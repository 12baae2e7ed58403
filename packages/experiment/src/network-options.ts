import { InputError, pickByName, requireInteger, requireOneOf } from '@axiswise/messages';

/** A property of a network that a call may choose; the command line has an option of its name. */
export type NetworkOption = NumberOption | ChoiceOption;

export interface NumberOption {
  readonly describe: string;
  readonly default: number;
  /** The smallest allowed integer, by default 1. */
  readonly from?: number;
  /** The largest allowed integer; by default there is none. */
  readonly to?: number;
}

export interface ChoiceOption<Choice extends string = string> {
  readonly describe: string;
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

export type NetworkOptions = Readonly<Record<string, NetworkOption>>;

/** The values of declared options: `{ filters: 64, embedding: 'rand' }`. */
export type OptionValues<Options extends NetworkOptions = NetworkOptions> = {
  readonly [Name in keyof Options]: Options[Name] extends {
    readonly choices: readonly (infer Choice)[];
  }
    ? Choice
    : Options[Name] extends NumberOption
      ? number
      : number | string;
};

/**
 * Checks the options that a call gives, and fills in the defaults of the others.
 *
 * @throws InputError such as `filters must be an integer from 1 to 256, got 0`.
 */
export function optionValues(
  declared: NetworkOptions = {},
  given: Readonly<Record<string, number | string>> = {},
): OptionValues {
  const fail = (message: string): Error => new InputError('experiment', message);
  const names = new Map(Object.entries(declared));
  const values: Record<string, number | string> = Object.fromEntries(
    Object.entries(declared).map(([name, option]) => [name, option.default]),
  );
  for (const [name, value] of Object.entries(given)) {
    values[name] = checked(name, pickByName('option', name, names, fail), value);
  }
  return values;
}

function checked(name: string, option: NetworkOption, value: number | string): number | string {
  if ('choices' in option) return requireOneOf('experiment', name, String(value), option.choices);
  const { from = 1, to } = option;
  const range = { from, ...(to !== undefined && { to }) };
  // On the command line every value is a word.
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return requireInteger('experiment', name, number, range);
}
