import { InputError, pickByName, requireInteger, requireOneOf } from '@axiswise/messages';

/** A property of a network that a call may choose; the command line has an option of its name. */
export type NetworkOption = NumberOption | ChoiceOption;

/** An option of a network that is a number. */
export interface NumberOption {
  readonly describe: string;
  readonly default: number;
  /** False where any number of the range is allowed: a rate. By default numbers are integers. */
  readonly integer?: boolean;
  /** The smallest allowed number; by default 1, and 0 where it need not be an integer. */
  readonly from?: number;
  /** The largest allowed number; by default there is none. */
  readonly to?: number;
  /** A number that is just too large: 1 for a rate of dropout. */
  readonly below?: number;
}

/** An option of a network that is one of several words. */
export interface ChoiceOption<Choice extends string = string> {
  readonly describe: string;
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

/** The options that an experiment declares for its network, by name. */
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
  const { integer = true, to, below = Infinity } = option;
  const { from = integer ? 1 : 0 } = option;
  // On the command line every value is a word.
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  if (integer) {
    return requireInteger('experiment', name, number, { from, ...(to !== undefined && { to }) });
  }
  const isFit = typeof number === 'number' && number >= from && number <= (to ?? Infinity);
  if (isFit && number < below) return number;
  const shown = typeof number === 'string' ? `'${number}'` : String(number);
  throw new InputError('experiment', `${name} must be a number ${rangeOf(option)}, got ${shown}`);
}

/** The range of an option, in words: `from 0 to below 1`. */
export function rangeOf({
  integer = true,
  from = integer ? 1 : 0,
  to,
  below,
}: NumberOption): string {
  const end = to !== undefined ? ` to ${to}` : below !== undefined ? ` to below ${below}` : '';
  return `from ${from}${end}`;
}

/** A number as people write it: `3`, `0.5`, `1e-3`. */
const decimal = /^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
