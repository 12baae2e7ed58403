import { InputError, pickByName } from '@axiswise/messages';

/** Something about a network that a call may choose: on the command line an option of its name. */
export type NetworkOption = NumberOption | ChoiceOption;

export interface NumberOption {
  readonly describe: string;
  readonly default: number;
  /** A whole number in this range, by default from 1 on. */
  readonly from?: number;
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
 * Fills in what a call leaves out, and checks what it gives.
 *
 * @throws InputError naming the option, what it takes and what came.
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
  if ('choices' in option) {
    if (option.choices.includes(String(value))) return value;
    throw new InputError(
      'experiment',
      `--${name} takes one of ${option.choices.join(', ')}, but "${value}" came`,
    );
  }
  const { from = 1, to = Infinity } = option;
  const number = typeof value === 'number' || /^\d+$/.test(value) ? Number(value) : NaN;
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  const range = to === Infinity ? `from ${from}` : `from ${from} to ${to}`;
  throw new InputError(
    'experiment',
    `--${name} takes a whole number ${range}, but "${value}" came`,
  );
}
