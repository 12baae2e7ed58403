import {
  hedgesG,
  holm,
  pairAnswers,
  pairedDifference,
  permutationTest,
  verdict,
} from '@axiswise/statistics';
import type { ComparedPair } from './comparison.ts';

/** What one strategy answered: for each seed 1 for every example answered rightly; absent where it failed. */
export interface StrategyAnswers {
  readonly name: string;
  readonly correct: readonly (Uint8Array | undefined)[];
}

/**
 * Compares every two strategies on the same test examples, over the seeds for which both have answers;
 * p-values are corrected for the number of pairs (Holm 1979).
 */
export function comparePairs(strategies: readonly StrategyAnswers[]): ComparedPair[] {
  const pairs = strategies.flatMap((a, i) =>
    strategies.slice(i + 1).flatMap((b) => {
      const both = a.correct.flatMap((answers, seed) => {
        const others = b.correct[seed];
        return answers && others ? [[answers, others] as const] : [];
      });
      return both.length === 0 ? [] : [{ a: a.name, b: b.name, both }];
    }),
  );
  const measured = pairs.map(({ a, b, both }) => {
    const [ofA, ofB] = [both.map(([answers]) => answers), both.map(([, answers]) => answers)];
    const answers = pairAnswers(ofA, ofB);
    return {
      a,
      b,
      ...pairedDifference(answers),
      p: permutationTest(answers),
      effectSize: hedgesG(ofA.map(accuracyOf), ofB.map(accuracyOf)),
      seeds: both.length,
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
