import { InputError, pickByName } from '@axiswise/messages';
import type { SearchRange } from '@axiswise/tuning';

/** One number of a kind's configuration, or a list of numbers, with its default and its range. */
export interface Setting<Value extends SettingValue = SettingValue> {
  readonly default: Value;
  /** The range, of each number where the setting is a list; without one any finite number fits. */
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
  readonly below?: number;
  /** Only integers fit. */
  readonly integer?: boolean;
  /** The range in which it is tuned unless an experiment says otherwise; without one it is not tuned. */
  readonly search?: SearchRange;
}

export type SettingValue = number | readonly number[];

/** The values of settings by name: `{ beta1: 0.9, beta2: 0.999 }`. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** The settings that a kind has, by name. */
export type SettingDeclarations<Values extends Settings> = {
  readonly [Name in keyof Values]: Setting<Values[Name]>;
};

/**
 * The settings of a configuration, completed by their defaults.
 *
 * @param given the configuration, without what is no setting of the kind (`kind`, `learningRate`).
 * @param where names the kind in messages: `the optimizer "adam"`.
 * @throws InputError for an unknown name, or a value outside its range.
 */
export function settingsOf<Values extends Settings>(
  declared: SettingDeclarations<Values>,
  given: Readonly<Record<string, unknown>>,
  where: string,
): Values {
  const names = new Map<string, Setting>(Object.entries(declared));
  const values = new Map([...names].map(([name, setting]) => [name, setting.default]));
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (names.size === 0) throw fail(`${where} has no settings, got "${name}"`);
    const setting = pickByName(`setting of ${where}`, name, names, fail);
    values.set(name, checked(value, setting, `${name} of ${where}`));
  }
  return Object.fromEntries(values) as Values;
}

const fail = (message: string): Error => new InputError('run', message);

/** A number stands for a list of one where a list is wanted. */
function checked(value: unknown, setting: Setting, what: string): SettingValue {
  const isList = Array.isArray(setting.default);
  const wanted: unknown = isList && typeof value === 'number' ? [value] : value;
  const numbers: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (Array.isArray(wanted) !== isList || !numbers.every((each) => fits(each, setting))) {
    throw fail(`${what} must be ${wantedInWords(setting)}, got ` + JSON.stringify(value));
  }
  return wanted as SettingValue;
}

/** `a number from 0 to below 1`, `a list of numbers` */
function wantedInWords(setting: Setting): string {
  const { integer = false } = setting;
  const what = Array.isArray(setting.default)
    ? `a list of ${integer ? 'integers' : 'numbers'}`
    : integer
      ? 'an integer'
      : 'a number';
  return what + rangeInWords(setting);
}

const fits = (value: unknown, { from, above, to, below, integer = false }: Setting): boolean =>
  typeof value === 'number' &&
  (!integer || Number.isInteger(value)) &&
  Number.isFinite(value) &&
  value >= (from ?? -Infinity) &&
  value > (above ?? -Infinity) &&
  value <= (to ?? Infinity) &&
  value < (below ?? Infinity);

/** Settings with their defaults and ranges, for people: `momentum=0, from 0 to below 1`. */
export const settingsInWords = (declared: SettingDeclarations<Settings>): string[] =>
  Object.entries(declared).map(([name, setting]) => {
    const value = Array.isArray(setting.default)
      ? setting.default.join() || '…'
      : String(setting.default);
    const range = rangeInWords(setting);
    return `${name}=${value}${range && `,${range}`}`;
  });

/** ` from 0 to below 1` */
const rangeInWords = ({ from, above, to, below }: Setting): string =>
  (from !== undefined ? ` from ${from}` : '') +
  (above !== undefined ? ` above ${above}` : '') +
  (to !== undefined ? ` to ${to}` : '') +
  (below !== undefined
    ? ` ${from !== undefined || above !== undefined ? 'to ' : ''}below ${below}`
    : '');
