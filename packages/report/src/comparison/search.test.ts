import type { ExperimentComparison, TriedConfiguration } from '@axiswise/compare';
import { describe, expect, it } from 'vitest';
import { fullComparison } from '../fixtures/comparison.ts';
import { expectedBest, searchSentence } from './search.ts';

const tried = (score: number | null, number = 0): TriedConfiguration => ({
  number,
  values: { learningRate: 0.01 },
  scores:
    score === null
      ? []
      : [
          { epochs: 1, score: 9 },
          { epochs: 3, score },
        ],
  outcome: score === null ? 'diverged' : 'finished',
});
const search = (scores: readonly (number | null)[]) => ({
  number: 0,
  values: {},
  score: 0,
  atEdge: [],
  configurations: scores.map(tried),
});

describe('expectedBest', () => {
  it('takes the last score of each configuration, and the worst for those without one', () => {
    // With one trial the mean of 1, 3 and 3; with three the least of three draws: 1·19/27 + 3·8/27.
    const means = expectedBest(search([1, 3, null]), 'lower').map(({ mean }) => mean);
    expect(means[0]).toBeCloseTo(7 / 3, 12);
    expect(means[2]).toBeCloseTo((19 * 1 + 8 * 3) / 27, 12);
    expect(expectedBest(search([1, 3]), 'higher')[0].mean).toBe(2);
  });

  it('is empty where nothing was tried, or nothing has a score', () => {
    expect(expectedBest(search([]), 'lower')).toEqual([]);
    expect(expectedBest(search([null, null]), 'lower')).toEqual([]);
  });
});

describe('searchSentence', () => {
  const with4 = (all: Readonly<Record<string, readonly number[]>>): ExperimentComparison => ({
    ...fullComparison,
    tuning: { ...fullComparison.tuning!, configurations: 4 },
    strategies: Object.entries(all).map(([name, scores]) => ({
      ...fullComparison.strategies[0],
      name,
      tuned: search(scores),
    })),
  });

  it('says that the order stands where no gain reaches the next distance', () => {
    expect(searchSentence(with4({ slide: [0.1, 0.1, 0.1, 0.1], span: [0.5, 0.5, 0.5, 0.5] }))).toBe(
      'From 2 to 4 configurations the expected best loss of no strategy improves by as much as its distance ' +
        'to the next better one: more search is not expected to change their order.',
    );
  });

  it('names the pair whose distance is less than what more search gained', () => {
    const sentence = searchSentence(
      with4({ slide: [0.13, 0.13, 0.13, 0.13], span: [0.1, 0.3, 0.3, 0.3] }),
    );
    // E[min of 4 draws] = 0.1 + 0.2 · (3/4)⁴ = 0.1633; of 2: 0.1 + 0.2 · (3/4)² = 0.2125.
    expect(sentence).toBe(
      'More search may swap span and slide: from 2 to 4 configurations the expected best loss of span ' +
        'improves by 0.049, and its distance to slide is 0.033.',
    );
  });

  it('writes shares of 1 in points', () => {
    const losses = with4({ slide: [0.2, 0.1, 0.1, 0.1], span: [0.1, 0.1, 0.1, 0.19] });
    const tuning = { ...losses.tuning!, metric: 'accuracy', better: 'higher' } as const;
    expect(searchSentence({ ...losses, tuning })).toMatch(
      /accuracy of span improves by 2\.21 points, and its distance to slide is 0\.68 points\.$/,
    );
  });

  it('says nothing without tuning, or with a single search', () => {
    expect(searchSentence({ ...fullComparison, tuning: null })).toBe('');
    expect(searchSentence(with4({ slide: [1, 2, 3, 4] }))).toBe('');
  });
});
