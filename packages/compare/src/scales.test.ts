import { expect, it } from 'vitest';
import type { Claim, ClaimOutcome, ExperimentComparison } from './comparison.ts';
import { joinScales, sizesInWords } from './scales.ts';

const words = (outcomes: Record<number, ClaimOutcome>): string =>
  sizesInWords(
    Object.entries(outcomes)
      .map(([scale, outcome]) => ({ scale: Number(scale), outcome }))
      .sort((a, b) => a.scale - b.scale),
  );

it.each([
  [{ 0.25: 'supported', 1: 'supported', 4: 'supported' }, 'supported at every size'],
  [{ 0.25: 'not shown', 1: 'not shown' }, 'not shown at any size'],
  [{ 1: 'contradicted', 4: 'contradicted' }, 'contradicted at every size'],
  [{ 1: 'not testable', 4: 'not testable' }, 'not testable at any size'],
  [
    { 0.25: 'not shown', 1: 'supported', 4: 'supported' },
    'supported only at 1 and 4 times the budget',
  ],
  [{ 0.25: 'not shown', 1: 'supported' }, 'supported only at the budget itself'],
  [{ 1: 'not shown', 4: 'contradicted' }, 'contradicted only at 4 times the budget'],
  [
    { 0.25: 'contradicted', 1: 'not shown', 4: 'supported' },
    'supported only at 4 times the budget, contradicted at 0.25 times the budget',
  ],
  [
    { 0.25: 'not testable', 1: 'not shown', 4: 'supported' },
    'supported only at 4 times the budget, not testable at 0.25 times the budget',
  ],
  [
    { 0.25: 'not testable', 1: 'not shown', 4: 'not shown' },
    'not testable at 0.25 times the budget, not shown at 1 and 4 times the budget',
  ],
] satisfies [Record<number, ClaimOutcome>, string][])(
  'says what %o are together',
  (outcomes, said) => {
    expect(words(outcomes)).toBe(said);
  },
);

/** As much of a comparison as its sizes are joined by. */
const at = (scale: number, outcome: ClaimOutcome) => {
  const claim: Claim = {
    ...{ better: 'a', worse: 'b', predicted: 'better', because: 'it slides' },
    ...{ outcome, measured: `at ${scale}` },
  };
  const comparison = {
    budget: { of: 'parameters', reference: 'a', size: 100 * scale },
    strategies: [{ name: 'a', parameters: 100 * scale, confusion: [[1]], seconds: 3 }],
    pairs: [],
    claims: [claim],
    failures: scale === 4 ? [{ strategy: 'b', seed: 0, trainExamples: 9, scale, message: '' }] : [],
    seconds: 10 * scale,
  } as unknown as ExperimentComparison;
  return { scale, comparison };
};

it('joins sizes to the comparison at the budget', () => {
  const joined = joinScales([at(4, 'supported'), at(0.25, 'not shown'), at(1, 'supported')]);
  expect(joined.budget.size).toBe(100);
  expect(joined.scales!.map(({ scale, size }) => [scale, size])).toEqual([
    [0.25, 25],
    [1, 100],
    [4, 400],
  ]);
  expect(joined.scales![2].strategies).toEqual([
    expect.not.objectContaining({ confusion: expect.anything() as unknown }),
  ]);
  expect(joined.scales![2].strategies[0].parameters).toBe(400);
  expect(joined.scales![2].claims).toMatchObject([{ measured: 'at 4' }]);
  expect(joined.claims).toMatchObject([
    {
      measured: 'at 1',
      atSizes: {
        outcomes: [
          { scale: 0.25, outcome: 'not shown' },
          { scale: 1, outcome: 'supported' },
          { scale: 4, outcome: 'supported' },
        ],
        words: 'supported only at 1 and 4 times the budget',
      },
    },
  ]);
  expect(joined.failures).toMatchObject([{ strategy: 'b', scale: 4 }]);
  expect(joined.seconds).toBe(52.5);
});

it('is the largest size where the budget itself is not compared, and one size as it is', () => {
  expect(joinScales([at(2, 'supported'), at(0.5, 'supported')]).budget.size).toBe(200);
  const one = at(4, 'supported');
  expect(joinScales([one])).toBe(one.comparison);
});
