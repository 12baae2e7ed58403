import type { PairOutcome } from '@axiswise/compare';
import { describe, expect, it } from 'vitest';
import { conclusion } from './design-text.ts';

type Strategies = Parameters<typeof conclusion>[0]['strategies'];

const strategy = (
  name: string,
  outcome: PairOutcome | null,
  ...untrained: string[]
): Strategies[number] => ({
  name,
  expectation: '',
  parameters: 100,
  accuracy: { mean: 0.9, low: 0.88, high: 0.92 },
  untrained,
  behind: outcome && { difference: 0.02, low: 0.01, high: 0.03, outcome, verdict: '' },
});
const conclude = (...others: Strategies) =>
  conclusion({
    recommended: { strategy: 'mine', move: {}, pool: [] },
    strategies: [strategy('mine', null), ...others],
  }).split('\n');

describe('conclusion', () => {
  it('says what the recommended strategy is better than, what is better, and what is open', () => {
    expect(
      conclude(strategy('a', 'better'), strategy('b', 'worse'), strategy('c', 'not shown')),
    ).toEqual([
      'mine is better than a: chance hardly explains that.',
      'But b did better: think again about the axis in which they differ.',
      'Chance may be all that lies between it and c.',
      'More seeds and more examples would tell; these were chosen to take minutes.',
    ]);
    expect(conclude(strategy('a', 'not shown'))).toEqual([
      'mine is not shown to be better than any of the others.',
      'More seeds and more examples would tell; these were chosen to take minutes.',
    ]);
  });

  it('claims nothing where nothing can be judged, and says once what helps', () => {
    expect(
      conclude(
        strategy('a', 'not testable', 'it is at chance', 'it was still rising'),
        strategy('b', 'not testable', 'it is at chance'),
      ),
    ).toEqual([
      'Whether mine is better than the others cannot be judged yet.',
      'Did not learn all it could, so that its accuracy says little of its filters:',
      '  a: it is at chance; it was still rising',
      '  b: it is at chance',
      'More training examples help that, more epochs (--epochs), or more tuning (--tune).',
    ]);
  });
});
