import { expect, it } from 'vitest';
import { seedRangeOf } from './seed-range.ts';

it('is from 3 to 10 seeds by default, and none where their number is fixed', () => {
  expect(seedRangeOf({ seeds: 'auto' })).toEqual({ minimum: 3, maximum: 10 });
  expect(seedRangeOf({ seeds: 'auto', maxSeeds: 4 })).toEqual({ minimum: 3, maximum: 4 });
  expect(seedRangeOf({ seeds: 5 })).toBeNull();
  expect(seedRangeOf({})).toBeNull();
});

it('refuses a maximum of a fixed number, and one below the first look', () => {
  expect(() => seedRangeOf({ seeds: 5, maxSeeds: 8 })).toThrow(
    'a maximum number of seeds (8) is for seeds that are added until the claims are decided (auto), but 5 ' +
      'are asked for; leave out one of the two',
  );
  expect(() => seedRangeOf({ maxSeeds: 8 })).toThrow('but their number is fixed');
  expect(() => seedRangeOf({ seeds: 'auto', maxSeeds: 2 })).toThrow(
    'the maximum number of seeds must be an integer of at least 3, got 2',
  );
});
