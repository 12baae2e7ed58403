import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { restingExperiments, sequentialExperiments } from './coverage.fixture.ts';
import { decidePairs } from './decide-pairs.ts';
import { pairedDifference } from './paired-difference.ts';
import { levelOfEachLook, smallestPValue } from './repeated-looks.ts';
import { simulateScores } from './simulate-scores.ts';
import { studentPValue } from './student-t.ts';

const from3To10 = [3, 4, 5, 6, 7, 8, 9, 10];

describe('smallestPValue', () => {
  it('of one look is its p-value, and of more at least that, at most as many times', () => {
    expect(smallestPValue(0.03, [5])).toBe(0.03);
    for (const p of [1e-6, 0.001, 0.05, 0.5]) {
      const smallest = smallestPValue(p, from3To10);
      expect(smallest).toBeGreaterThan(p);
      expect(smallest).toBeLessThanOrEqual(Math.min(1, 8 * p));
    }
    expect(smallestPValue(1, from3To10)).toBe(1);
    expect(smallestPValue(0, from3To10)).toBe(0);
  });

  it.each([[from3To10], [[3, 5, 10]], [[2, 3]]])(
    'is that of simulated seeds: looks %o',
    (looks) => {
      const random = new Random(0, 'looks', ...looks);
      const experiments = 20_000;
      const smallest = Array.from({ length: experiments }, () => {
        let sum = 0;
        let squares = 0;
        let least = 1;
        for (let n = 1; n <= looks[looks.length - 1]; n++) {
          const difference = random.normal();
          sum += difference;
          squares += difference ** 2;
          if (!looks.includes(n)) continue;
          const variance = (squares - sum ** 2 / n) / (n - 1);
          least = Math.min(least, studentPValue(sum / Math.sqrt(n * variance), n - 1));
        }
        return least;
      });
      for (const p of [0.01, 0.05, 0.3]) {
        const expected = smallestPValue(p, looks);
        const share = smallest.filter((each) => each <= p).length / experiments;
        // Three standard errors.
        const error = 3 * Math.sqrt((expected * (1 - expected)) / experiments);
        expect(Math.abs(share - expected)).toBeLessThan(error);
      }
    },
  );

  it('is inverted by the level of each look', () => {
    const level = levelOfEachLook(0.05, from3To10);
    expect(smallestPValue(level, from3To10)).toBeCloseTo(0.05, 6);
    expect(level).toBeCloseTo(0.01203, 5);
  });
});

describe('decidePairs', () => {
  const { a, b } = simulateScores(new Random(1, 'decide'), {
    seeds: 6,
    examples: 200,
    effect: 1.5,
  });
  const upTo = (seeds: number) => [
    { name: 'slide', scores: a.slice(0, seeds) },
    { name: 'span', scores: b.slice(0, seeds) },
    { name: 'same', scores: b.slice(0, seeds) },
  ];
  const options = { maximumSeeds: 6, permutations: 499 };

  it('decides nothing before the first look', () => {
    const { looks, pairs, done } = decidePairs(upTo(2), options);
    expect([looks, done]).toEqual([0, false]);
    expect(pairs[0]).toMatchObject({ a: 'slide', b: 'span', low: null, p: null, decision: null });
    expect(pairs[0].difference).toBe(pairedDifference(a.slice(0, 2), b.slice(0, 2)).difference);
  });

  it('keeps what an earlier look decided, and stops at the last', () => {
    const results = [3, 4, 5, 6].map((seeds) => decidePairs(upTo(seeds), options));
    expect(results.map(({ looks }) => looks)).toEqual([1, 2, 3, 4]);
    expect(results.map(({ done }) => done)).toEqual([false, false, false, true]);
    const decided = results.map(({ pairs }) => pairs[0].decision !== null);
    expect(decided).toEqual([...decided].sort());
    expect(results[3].pairs.map(({ decision }) => decision)).toEqual([
      'a is higher',
      'a is higher',
      null,
    ]);
    const { decidedAfter } = results[3].pairs[0];
    expect(decided.indexOf(true)).toBe(decidedAfter! - 3);
    for (const { pairs } of results) {
      for (const { p, pHolm } of pairs) expect(pHolm).toBeGreaterThanOrEqual(p!);
    }
  });

  it('has wider intervals than a comparison of a fixed number of seeds', () => {
    const { pairs } = decidePairs(upTo(3), options);
    const fixed = pairedDifference(a.slice(0, 3), b.slice(0, 3));
    expect(pairs[0].high! - pairs[0].low!).toBeGreaterThan(1.2 * (fixed.high! - fixed.low!));
  });

  it('takes what the intervals of all looks have in common, so that a decision is seen in them', () => {
    const { pairs } = decidePairs(upTo(6), options);
    for (const { looks, low, high } of pairs) {
      expect(looks.map(({ seeds }) => seeds)).toEqual([3, 4, 5, 6]);
      expect(low).toBe(Math.max(...looks.map((look) => look.low)));
      expect(high).toBe(Math.min(...looks.map((look) => look.high)));
    }
    expect(pairs[0].low).toBeGreaterThan(0);
  });

  it('takes earlier looks from the result before, and gives the same', () => {
    const before = decidePairs(upTo(4), options);
    const from = decidePairs(upTo(6), { ...options, before });
    expect(from).toEqual(decidePairs(upTo(6), options));
    expect(from.pairs[1].looks[0]).toBe(before.pairs[1].looks[0]);
  });

  it('lets a strategy rest of which nothing is open, and looks at what pairs have in common', () => {
    const toDecide = [
      { a: 'slide', b: 'span' },
      { a: 'span', b: 'same' },
    ];
    const first = decidePairs(upTo(2), { ...options, toDecide });
    expect(first.toTrain).toEqual(['slide', 'span', 'same']);
    const { decidedAfter } = decidePairs(upTo(6), { ...options, toDecide }).pairs[0];
    const [slide, ...others] = upTo(6);
    const rested = [{ ...slide, scores: slide.scores.slice(0, decidedAfter!) }, ...others];
    const { pairs, toTrain, done } = decidePairs(rested, { ...options, toDecide });
    expect(pairs.map(({ seeds }) => seeds)).toEqual([decidedAfter, decidedAfter, 6]);
    expect(pairs[0]).toMatchObject({ decision: 'a is higher', decidedAfter });
    expect([toTrain, done]).toEqual([[], true]);
    // Before the last look, only what is open is trained on.
    const open = decidePairs(
      rested.map(({ name, scores }) => ({ name, scores: scores.slice(0, 5) })),
      { ...options, toDecide },
    );
    expect(open.toTrain).toEqual(decidedAfter! < 6 ? ['span', 'same'] : ['slide', 'span', 'same']);
  });

  it('lets a strategy that rested catch up first', () => {
    const [, span, same] = upTo(5);
    const rested = [{ ...span, scores: span.scores.slice(0, 3) }, same];
    expect(decidePairs(rested, options).toTrain).toEqual(['span']);
    expect(decidePairs([span, same], options).toTrain).toEqual(['span', 'same']);
  });

  it('adds no seeds for pairs that nobody asks about, and corrects for them all the same', () => {
    const toDecide = [{ a: 'slide', b: 'same' }];
    const asked = decidePairs(upTo(6), { ...options, toDecide });
    expect(asked.pairs).toEqual(decidePairs(upTo(6), options).pairs);
    const three = decidePairs(upTo(3), { ...options, toDecide });
    expect(three.toTrain).not.toContain('span');
    expect(() =>
      decidePairs(upTo(3), { ...options, toDecide: [{ a: 'slide', b: 'spam' }] }),
    ).toThrow('a pair to decide must name two of slide, span, same, got slide and spam');
  });

  it('leaves out seeds that gave one of the two no scores', () => {
    const [slide, span] = upTo(6);
    const failing = { name: 'slide', scores: [...slide.scores] as (Uint8Array | undefined)[] };
    failing.scores[1] = undefined;
    const { pairs, looks } = decidePairs([failing, span], options);
    expect(pairs[0].seeds).toBe(5);
    expect(looks).toBe(3);
    const without = (scores: readonly Uint8Array[]) => scores.filter((_, seed) => seed !== 1);
    expect(pairs[0].looks).toEqual(
      decidePairs(
        [
          { name: 'slide', scores: without(slide.scores) },
          { name: 'span', scores: without(span.scores) },
        ],
        options,
      ).pairs[0].looks,
    );
    const nothing = { name: 'slide', scores: [undefined, undefined, undefined] };
    expect(decidePairs([nothing, span], options).pairs[0]).toMatchObject({ seeds: 0, p: null });
  });

  it('gives each pair its own margin', () => {
    const toDecide = [
      { a: 'span', b: 'same', margin: 0.05 },
      { a: 'slide', b: 'span' },
    ];
    const { pairs } = decidePairs(upTo(3), { ...options, toDecide });
    expect(pairs[2].decision).toBe('equal');
    expect(pairs[0].decision).not.toBe('equal');
  });

  it('decides that strategies are equal within a margin', () => {
    const { pairs } = decidePairs(upTo(3), { ...options, margin: 0.05 });
    expect(pairs[2].decision).toBe('equal');
    expect(pairs[0].decision).not.toBe('equal');
  });

  it('takes groups, and passes on their warning', () => {
    const groups = Int32Array.from({ length: 200 }, (_, i) => i % 8);
    const { pairs } = decidePairs(upTo(3), { ...options, groups });
    expect(pairs[0].warning).toEqual({ kind: 'few groups', groups: 8, enough: 20 });
  });

  it('refuses more seeds than were planned, and looks at fewer than two', () => {
    expect(() => decidePairs(upTo(6), { maximumSeeds: 5 })).toThrow(
      'at most 5 seeds as planned, got 6',
    );
    expect(() => decidePairs(upTo(3), { minimumSeeds: 1, maximumSeeds: 5 })).toThrow('got 1 and 5');
    expect(() => decidePairs(upTo(3), { maximumSeeds: 2 })).toThrow('got 3 and 2');
  });
});

// More populations, 2,000 experiments each: benchmarks/coverage.ts.
describe('over 400 simulated experiments with a look after each of 3 to 6 seeds', () => {
  const experiments = 400;
  /** Three standard errors of a share of 5 %. */
  const error = 3 * Math.sqrt((0.05 * 0.95) / experiments);

  it.each([
    { name: 'seeds vary most', seedDeviation: 0.5, interactionDeviation: 0.3 },
    { name: 'examples vary most', seedDeviation: 0.02, interactionDeviation: 1 },
  ])('false verdicts and missed differences at any look are at most 5 %: $name', (population) => {
    const { falseVerdicts, missed, fixedEachLook } = sequentialExperiments(population, experiments);
    expect(falseVerdicts).toBeLessThan(0.05 + error);
    expect(missed).toBeLessThan(0.05 + error);
    // Intervals of a fixed number of seeds, looked at again and again, miss it more often.
    expect(fixedEachLook).toBeGreaterThan(missed);
  });
});

// More of them: coverage.long.test.ts and benchmarks/coverage.ts.
it('over 100 experiments of three strategies that rest when decided, verdicts and intervals hold', () => {
  const experiments = 100;
  const error = 3 * Math.sqrt((0.05 * 0.95) / experiments);
  const population = { seeds: 6, examples: 100, seedDeviation: 0.5 };
  for (const effects of [
    [0, 0, 0],
    [1.5, 0, 1.5],
  ]) {
    const found = restingExperiments({ ...population, effects }, experiments);
    expect(found.falseVerdictsAtAnyLook).toBeLessThan(0.05 + error);
    expect(found.falseVerdicts).toBeLessThanOrEqual(found.falseVerdictsAtAnyLook);
    expect(found.covered).toBeGreaterThan(0.95 - error);
    expect(found.trainings).toBeGreaterThan(9);
    expect(found.trainings).toBeLessThan(18);
    if (effects[0] > 0) expect(found.decided).toBeGreaterThan(0.3);
  }
});
