import { InputError, type InputErrorCode } from './input-error.ts';
import { count } from './numbers.ts';
import { listOr } from './words.ts';

/** A range of integers; both ends are included, and a missing end is open. */
export interface IntegerRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Requires an integer in a range.
 *
 * @param name the name of the value at the caller: `epochs`.
 * @throws InputError such as `epochs must be an integer from 1 to 100, got 0`.
 * @example
 * requireInteger('data', 'context', 3, { from: 0 }); // 3
 */
export function requireInteger(
  code: InputErrorCode,
  name: string,
  value: unknown,
  range: IntegerRange = {},
): number {
  if (isInRange(value, range)) return value;
  throw new InputError(code, `${name} must be ${integerInWords(range)}, got ${quoted(value)}`);
}

/** As {@link requireInteger}, from 1: `epochs must be a positive integer, got 0`. */
export const requirePositiveInteger = (
  code: InputErrorCode,
  name: string,
  value: unknown,
): number => requireInteger(code, name, value, { from: 1 });

/**
 * Requires a finite number above 0.
 *
 * @throws InputError such as `learningRate must be a positive number, got -1`.
 */
export function requirePositiveNumber(code: InputErrorCode, name: string, value: unknown): number {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw new InputError(code, `${name} must be a positive number, got ${quoted(value)}`);
}

/**
 * Requires a finite number of at least 0.
 *
 * @throws InputError such as `momentum must be a non-negative number, got -1`.
 */
export function requireNonNegativeNumber(
  code: InputErrorCode,
  name: string,
  value: unknown,
): number {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw new InputError(code, `${name} must be a non-negative number, got ${quoted(value)}`);
}

/**
 * Requires one of several values.
 *
 * @throws InputError such as `channels must be 1 or 3, got '2'`.
 */
export function requireOneOf<T extends string | number>(
  code: InputErrorCode,
  name: string,
  value: unknown,
  choices: readonly T[],
): T {
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw new InputError(
    code,
    `${name} must be ${listOr(choices.map(String))}, got ${quoted(value)}`,
  );
}

/**
 * Parses an option of decimal digits.
 *
 * @returns undefined if the option is absent.
 * @throws InputError if it is not an integer in the range.
 */
export function parseInteger(
  code: InputErrorCode,
  name: string,
  text: string | undefined,
  range: IntegerRange,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : undefined;
  if (isInRange(value, range)) return value;
  throw new InputError(code, `${name} must be ${integerInWords(range)}, got ${quoted(text)}`);
}

const isInRange = (
  value: unknown,
  { from = -Infinity, to = Infinity }: IntegerRange,
): value is number => Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to;

function integerInWords({ from, to }: IntegerRange): string {
  if (to !== undefined) {
    return from === undefined
      ? `an integer up to ${count(to)}`
      : `an integer from ${count(from)} to ${count(to)}`;
  }
  if (from === undefined) return 'an integer';
  if (from === 1) return 'a positive integer';
  return from === 0 ? 'a non-negative integer' : `an integer of at least ${count(from)}`;
}

const quoted = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
