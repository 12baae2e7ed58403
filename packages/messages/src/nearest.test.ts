import { describe, expect, it } from 'vitest';
import { nearest, pickByName } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['slide-boht', 'slide-both'],
    ['slideboth', 'slide-both'],
    ['no-poling', 'no-pooling'],
    ['entirely-different', undefined],
  ])('%s → %s', (asked, answer) => {
    expect(nearest(asked, ['slide-both', 'no-pooling', 'span-both'])).toBe(answer);
  });
});

describe('pickByName', () => {
  it('names the nearest, then all there are', () => {
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
