import { expect, it } from 'vitest';
import { listAnd, listOr, plural } from './words.ts';

it('counts with a noun', () => {
  expect(plural(1, 'thread')).toBe('1 thread');
  expect(plural(0, 'thread')).toBe('0 threads');
  expect(plural(1200, 'class', 'classes')).toBe('1,200 classes');
});

it('lists in words', () => {
  expect(listAnd([])).toBe('');
  expect(listAnd(['a'])).toBe('a');
  expect(listAnd(['a', 'b'])).toBe('a and b');
  expect(listOr(['a', 'b', 'c'])).toBe('a, b or c');
});
