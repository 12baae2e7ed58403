import { describe, expect, it } from 'vitest';
import { InputError } from './input-error.ts';
import {
  parseInteger,
  requireInteger,
  requireNonNegativeNumber,
  requireOneOf,
  requirePositiveInteger,
  requirePositiveNumber,
} from './requirements.ts';

describe('requireInteger', () => {
  it('returns integers in the range, its ends included', () => {
    expect(requireInteger('data', 'n', -3)).toBe(-3);
    expect(requireInteger('data', 'n', 2, { from: 2, to: 2 })).toBe(2);
  });

  it.each([
    [{}, 'an integer'],
    [{ from: 0 }, 'a non-negative integer'],
    [{ from: 1 }, 'a positive integer'],
    [{ from: 2 }, 'an integer of at least 2'],
    [{ to: 9 }, 'an integer up to 9'],
    [{ from: 10, to: 1_000_000 }, 'an integer from 10 to 1,000,000'],
  ])('says what %j allows', (range, words) => {
    expect(() => requireInteger('data', 'n', 1.5, range)).toThrow(
      new InputError('data', `n must be ${words}, got 1.5`),
    );
  });

  it.each([
    ['7', "'7'"],
    [NaN, 'NaN'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], '[1]'],
    [2 ** 53, '9007199254740992'],
  ])('shows %j', (value, shown) => {
    expect(() => requireInteger('data', 'n', value)).toThrow(`n must be an integer, got ${shown}`);
  });
});

it('requirePositiveInteger refuses 0', () => {
  expect(requirePositiveInteger('run', 'epochs', 1)).toBe(1);
  expect(() => requirePositiveInteger('run', 'epochs', 0)).toThrow(
    new InputError('run', 'epochs must be a positive integer, got 0'),
  );
});

it('requirePositiveNumber refuses 0, infinity and text', () => {
  expect(requirePositiveNumber('run', 'rate', 0.5)).toBe(0.5);
  for (const value of [0, -1, Infinity, NaN, '1']) {
    expect(() => requirePositiveNumber('run', 'rate', value)).toThrow(
      'rate must be a positive number, got',
    );
  }
});

it('requireNonNegativeNumber takes 0, and refuses less, infinity and text', () => {
  expect(requireNonNegativeNumber('run', 'blur', 0)).toBe(0);
  for (const value of [-1, Infinity, NaN, '1']) {
    expect(() => requireNonNegativeNumber('run', 'blur', value)).toThrow(
      'blur must be a non-negative number, got',
    );
  }
});

it('requireOneOf lists the choices', () => {
  expect(requireOneOf('data', 'fold', 'b', ['a', 'b'])).toBe('b');
  expect(() => requireOneOf('data', 'planes', 7, [48, 12, 4])).toThrow(
    new InputError('data', 'planes must be 48, 12 or 4, got 7'),
  );
});

describe('parseInteger', () => {
  it('reads decimal digits', () => {
    expect(parseInteger('data', 'train', '0120', { from: 10, to: 1000 })).toBe(120);
    expect(parseInteger('data', 'train', undefined, {})).toBeUndefined();
  });

  it.each(['', ' 12', '1e2', '0x10', '-3', '12.0', '9', '1001'])('refuses "%s"', (text) => {
    expect(() => parseInteger('data', 'train', text, { from: 10, to: 1000 })).toThrow(
      new InputError('data', `train must be an integer from 10 to 1,000, got '${text}'`),
    );
  });
});
