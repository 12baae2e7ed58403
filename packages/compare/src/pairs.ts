import { hedgesG, holm, pairedDifference, permutationTest, verdict } from '@axiswise/statistics';
import type { ComparedPair } from './comparison.ts';

/** The test scores of one strategy. */
export interface StrategyScores {
  readonly name: string;
  /** For each seed: 1 for every example predicted rightly, else 0; undefined where its trial failed. */
  readonly correct: readonly (Uint8Array | undefined)[];
}

/**
 * Compares every two strategies on the same test examples, over the seeds that finished
 * with both; p-values are corrected for the number of pairs (Holm 1979).
 */
export function comparePairs(strategies: readonly StrategyScores[]): ComparedPair[] {
  const pairs = strategies.flatMap((a, i) =>
    strategies.slice(i + 1).flatMap((b) => {
      const seeds = a.correct.flatMap((ofA, seed) => {
        const ofB = b.correct[seed];
        return ofA && ofB ? [{ ofA, ofB }] : [];
      });
      return seeds.length === 0 ? [] : [{ a: a.name, b: b.name, seeds }];
    }),
  );
  const measured = pairs.map(({ a, b, seeds }) => {
    const scoresOfA = seeds.map(({ ofA }) => ofA);
    const scoresOfB = seeds.map(({ ofB }) => ofB);
    return {
      a,
      b,
      ...pairedDifference(scoresOfA, scoresOfB),
      p: permutationTest(scoresOfA, scoresOfB),
      effectSize: hedgesG(scoresOfA.map(accuracyOf), scoresOfB.map(accuracyOf)),
      seeds: seeds.length,
    };
  });
  const corrected = holm(measured.map(({ p }) => p));
  return measured.map((pair, i) => {
    const withCorrection = { ...pair, pHolm: corrected[i] };
    return { ...withCorrection, verdict: verdict(withCorrection) };
  });
}

const accuracyOf = (correct: Uint8Array): number =>
  correct.reduce((sum, right) => sum + right, 0) / correct.length;
