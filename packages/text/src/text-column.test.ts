import { expect, it } from 'vitest';
import { GrowingNumbers, TextColumn } from './text-column.ts';

it('keeps texts of all lengths and scripts in order', () => {
  const column = new TextColumn();
  const texts = [
    '',
    'a',
    'naïve',
    '字',
    '🎬 film',
    'x'.repeat(5_000_000),
    '',
    'y'.repeat(4_000_000),
  ];
  const all = Array.from({ length: 3 }, () => texts).flat();
  for (const text of all) column.add(text);
  expect(column.length).toBe(all.length);
  expect(all.every((text, i) => column.at(i) === text)).toBe(true);
});

it('grows with its numbers', () => {
  const numbers = new GrowingNumbers();
  for (let i = 0; i < 5000; i++) numbers.add(i * i);
  expect(numbers.values).toEqual(Uint32Array.from({ length: 5000 }, (_, i) => i * i));
});
