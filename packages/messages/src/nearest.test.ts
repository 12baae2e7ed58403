import { describe, expect, it } from 'vitest';
import { nearest, pickByName } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['slide-boht', 'slide-both'],
    ['slideboth', 'slide-both'],
    ['no-poling', 'no-pooling'],
    ['entirely-different', undefined],
  ])('%s → %s', (asked, expected) => {
    expect(nearest(asked, ['slide-both', 'no-pooling', 'span-both'])).toBe(expected);
  });
});

describe('pickByName', () => {
  it('suggests the nearest name, then lists all', () => {
    const choices = new Map([
      ['mnist', 1],
      ['digits', 2],
    ]);
    const fail = (message: string): Error => new Error(message);
    expect(pickByName('data', 'digits', choices, fail)).toBe(2);
    expect(() => pickByName('data', 'mnits', choices, fail)).toThrow(
      'there is no data "mnits"; did you mean "mnist"? (data: mnist, digits)',
    );
  });
});
