import { expect, it } from 'vitest';
import { aheadIn, findPair, reverseDifference } from './named-pairs.ts';

it('finds a pair by its two names in either order, and no other', () => {
  const pairs = [
    { a: 'slide', b: 'span' },
    { a: 'span', b: 'linear' },
  ];
  expect(findPair(pairs, 'linear', 'span')).toBe(pairs[1]);
  expect(findPair(pairs, 'slide', 'span')).toBe(pairs[0]);
  expect(findPair(pairs, 'slide', 'linear')).toBeUndefined();
  expect(findPair(pairs, 'slide', null)).toBeUndefined();
});

it('names the one that is ahead where that is shown', () => {
  const pair = { a: 'slide', b: 'span', difference: 0.2, low: 0.1, high: 0.3, pHolm: 0.01 };
  expect(aheadIn(pair)).toBe('slide');
  expect(aheadIn({ ...pair, difference: -0.2, low: -0.3, high: -0.1 })).toBe('span');
  // Of errors, the lower one is better.
  expect(aheadIn(pair, 'lower')).toBe('span');
  expect(aheadIn({ ...pair, low: -0.1 })).toBeUndefined();
  expect(aheadIn({ ...pair, pHolm: 0.06 })).toBeUndefined();
});

it('reverses a difference with its interval, and keeps what else is known', () => {
  expect(reverseDifference({ difference: 0.2, low: -0.1, high: 0.5, p: 0.3 })).toEqual({
    difference: -0.2,
    low: -0.5,
    high: 0.1,
    p: 0.3,
  });
  const single = { difference: 0.2, low: null, high: null };
  expect(reverseDifference(single)).toEqual({ ...single, difference: -0.2 });
});
