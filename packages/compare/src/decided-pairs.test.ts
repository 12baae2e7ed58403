import { Random } from '@axiswise/random';
import { decidePairs, simulateScores } from '@axiswise/statistics';
import { expect, it } from 'vitest';
import { decidedPairs } from './decided-pairs.ts';
import { comparePairs } from './pairs.ts';

const { a: good, b: bad } = simulateScores(new Random(1, 'decided'), {
  seeds: 5,
  examples: 500,
  effect: 1.5,
});

it('takes the intervals of repeated looks, which are wider, over the seeds that both have', () => {
  const fixed = comparePairs([
    { name: 'good', scores: good },
    { name: 'bad', scores: bad.slice(0, 3) },
  ]);
  const found = decidePairs(
    [
      { name: 'good', scores: good },
      { name: 'bad', scores: bad.slice(0, 3) },
    ],
    { maximumSeeds: 10 },
  );
  const [pair] = decidedPairs(fixed, found);
  expect(pair.difference).toBeCloseTo(fixed[0].difference, 12);
  expect(pair.high! - pair.low!).toBeGreaterThan(1.2 * (fixed[0].high! - fixed[0].low!));
  expect(pair).toMatchObject({ seeds: 3, decidedAfter: 3, effectSize: fixed[0].effectSize });
  expect(pair.verdict).toMatch(/^good is better than bad by .* 3 seeds\)$/);
  expect(pair.verdict).not.toBe(fixed[0].verdict);
});

it('says so where failed trials left too few seeds for a look', () => {
  const scores = [bad[0], undefined, bad[2]];
  const fixed = comparePairs([
    { name: 'good', scores: good.slice(0, 3) },
    { name: 'bad', scores },
  ]);
  const found = decidePairs(
    [
      { name: 'good', scores: good.slice(0, 3) },
      { name: 'bad', scores },
    ],
    { maximumSeeds: 10 },
  );
  expect(decidedPairs(fixed, found)[0]).toMatchObject({
    low: null,
    pHolm: null,
    decidedAfter: null,
    verdict: 'no difference shown between good and bad: 2 seeds are too few to look at',
  });
});
