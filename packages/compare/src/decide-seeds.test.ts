import type { Experiment } from '@axiswise/experiment';
import { defineAxes, no, slide, span, yes } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import { pairsBelow, pairsToDecide, withSeeds } from './decide-seeds.ts';
import type { PlannedComparison } from './plan-comparison.ts';
import type { Trial } from './trial.ts';

// That seeds are added, and go on after an interruption: tests/commands/compare.test.ts.

const axes = defineAxes({
  time: { patternsRecur: yes('anywhere'), subsamplable: no('words vanish') },
  embedding: { patternsRecur: no('no order'), subsamplable: no('meaning is lost') },
});
const slideTime = { blocks: [{ move: { time: slide(3), embedding: span() } }] };
const experiment = {
  name: 'words',
  axes,
  strategies: {
    'slide-time': slideTime,
    wider: { blocks: [{ move: { time: slide(5), embedding: span() } }] },
    'span-both': { blocks: [{ move: { time: span(), embedding: span() } }] },
    shuffled: { ...slideTime, shuffled: ['embedding'] },
  },
} as unknown as Experiment;

const plannedOf = (...names: string[]): PlannedComparison => {
  const seeds = [7, 8, 9, 10];
  const trials = seeds.flatMap((seed) =>
    names.map((strategy) => ({ strategy, seed, trainExamples: 100 }) as Trial),
  );
  return {
    experiment,
    strategies: names.map((name) => ({ name })),
    measured: { scale: 1 },
    seeds,
    trials,
    unfinished: trials.slice(1),
  } as unknown as PlannedComparison;
};

describe('pairsToDecide', () => {
  it('are those of the claims, equality within a point', () => {
    const all = plannedOf('slide-time', 'wider', 'span-both', 'shuffled', 'linear');
    expect(pairsToDecide(all)).toEqual([
      { a: 'slide-time', b: 'span-both', margin: undefined },
      { a: 'slide-time', b: 'shuffled', margin: 0.01 },
    ]);
  });

  it('are those with the first strategy where nothing is claimed, and none of one strategy', () => {
    expect(pairsToDecide(plannedOf('slide-time', 'wider', 'linear'))).toEqual([
      { a: 'slide-time', b: 'wider' },
      { a: 'slide-time', b: 'linear' },
    ]);
    expect(pairsToDecide(plannedOf('slide-time'))).toEqual([]);
  });
});

it('pairsBelow are those of strategies of claims that are below the linear baseline so far', () => {
  const claimed = [
    { a: 'slide', b: 'span' },
    { a: 'slide', b: 'local' },
  ];
  const pairs = [
    { a: 'slide', b: 'linear', difference: 0.1 },
    { a: 'span', b: 'linear', difference: -0.01 },
    { a: 'linear', b: 'local', difference: 0.02 },
    { a: 'other', b: 'linear', difference: -0.3 },
    { a: 'slide', b: 'span', difference: -0.1 },
  ];
  const named = (found: readonly { a: string; b: string }[]) => found.map(({ a, b }) => [a, b]);
  expect(named(pairsBelow('linear', pairs, claimed))).toEqual([
    ['span', 'linear'],
    ['linear', 'local'],
  ]);
  // Of errors, those that are above it.
  expect(named(pairsBelow('linear', pairs, claimed, 'lower'))).toEqual([['slide', 'linear']]);
  // Where nothing is claimed, all pairs with the first strategy are decided anyway.
  expect(pairsBelow('linear', pairs, [{ a: 'slide', b: 'linear' }])).toEqual([]);
});

it('withSeeds takes the first seeds of each strategy, as many as it has', () => {
  const counts = new Map([
    ['slide-time', 3],
    ['span-both', 1],
  ]);
  const part = withSeeds(plannedOf('slide-time', 'span-both'), counts);
  const names = (trials: readonly Trial[]) =>
    trials.map(({ strategy, seed }) => `${strategy} ${seed}`);
  expect(part.seeds).toEqual([7, 8, 9]);
  expect(names(part.trials)).toEqual([
    'slide-time 7',
    'span-both 7',
    'slide-time 8',
    'slide-time 9',
  ]);
  expect(names(part.unfinished)).toEqual(['span-both 7', 'slide-time 8', 'slide-time 9']);
  expect(part.seedCounts).toBe(counts);
});
