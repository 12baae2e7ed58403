import { holm } from './holm.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { levelOfEachLook, smallestPValue } from './repeated-looks.ts';
import type { FewGroups, ScoreIntervalOptions } from './score-interval.ts';
import type { Scores } from './scores.ts';

/** One strategy with the scores of its seeds so far. */
export interface ScoredStrategy {
  readonly name: string;
  /** Of {@link metricScores}, or 1 for right and 0 for wrong; seeds in the order of training. */
  readonly scores: Scores;
}

export interface DecidePairsOptions extends Omit<ScoreIntervalOptions, 'confidence'> {
  /** After how many seeds the first look is; by default 3. */
  readonly minimumSeeds?: number;
  /** After how many seeds the last look is, decided or not; fixed before the first look. */
  readonly maximumSeeds: number;
  /**
   * A difference that would not matter: a pair whose whole interval lies within it on both sides is
   * decided too. By default there is none.
   */
  readonly margin?: number;
  /** Of each permutation test; by default 9,999. */
  readonly permutations?: number;
}

/** What the seeds so far show of two strategies. */
export interface PairSoFar {
  readonly a: string;
  readonly b: string;
  /** Mean score of `a` less that of `b`. */
  readonly difference: number;
  /** Covers the true difference at all looks together in 95 %; null before the first look. */
  readonly low: number | null;
  readonly high: number | null;
  /** Valid whenever one stops; null before the first look. */
  readonly p: number | null;
  /** The same, corrected for the number of pairs (Holm 1979). */
  readonly pHolm: number | null;
  /** Which has the higher scores, or that no difference within the margin is left; null: undecided. */
  readonly decision: 'a is higher' | 'b is higher' | 'equal' | null;
  /** After how many seeds it was decided. */
  readonly decidedAfter: number | null;
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups;
}

export interface PairsSoFar {
  /** How many looks there were, this one included. */
  readonly looks: number;
  readonly pairs: readonly PairSoFar[];
  /** Whether to stop: all pairs are decided, or it was the last look. */
  readonly done: boolean;
}

/**
 * Says after each further seed which pairs of strategies are decided, so that training may stop as soon as
 * all are, without more false verdicts than with a number of seeds fixed before.
 *
 * It looks after every seed from `minimumSeeds` to `maximumSeeds` (a group-sequential design: Pocock 1977;
 * Jennison and Turnbull 2000). Each look tests at one level, which {@link smallestPValue} makes such that
 * all looks together show a difference that is none in at most 5 %. The intervals are the repeated
 * confidence intervals of that design (Jennison and Turnbull 1989). They hold at all looks at once, whatever
 * made one stop, and are wider than those of {@link pairedDifference}: with looks after 3 to 10 seeds by a
 * factor of 1.3 (where examples vary most) to 2.1 (after 3 seeds, where seeds vary most).
 *
 * A pair is decided where, as in a comparison of a fixed number of seeds, the interval of a look excludes
 * zero and the corrected p-value is below 0.05. It stays decided: Holm's correction of the smallest
 * p-values so far bounds the false verdicts over all pairs and looks.
 *
 * The result is a function of the scores alone. Earlier looks are computed again, from as many seeds as
 * they had.
 *
 * @throws RangeError where strategies have different numbers of seeds or examples, there are more seeds
 *   than `maximumSeeds`, or the looks are not two seeds or more in ascending order.
 * @example
 * const scores = (wrong: number) => Array.from({ length: 40 }, (_, i) => (i < wrong ? 0 : 1));
 * const { pairs, done } = decidePairs(
 *   [
 *     { name: 'slide', scores: [scores(1), scores(2), scores(2)] },
 *     { name: 'span', scores: [scores(22), scores(20), scores(21)] },
 *   ],
 *   { maximumSeeds: 5 },
 * );
 * done; // true
 * pairs[0].decision; // 'a is higher'
 */
export function decidePairs(
  strategies: readonly ScoredStrategy[],
  { minimumSeeds = 3, maximumSeeds, margin, permutations = 9999, ...options }: DecidePairsOptions,
): PairsSoFar {
  if (
    !Number.isInteger(minimumSeeds) ||
    !Number.isInteger(maximumSeeds) ||
    minimumSeeds < 2 ||
    maximumSeeds < minimumSeeds
  ) {
    throw new RangeError(
      `minimumSeeds must be 2 or more and maximumSeeds as many or more, both integers, got ` +
        `${minimumSeeds} and ${maximumSeeds}`,
    );
  }
  const seeds = strategies[0]?.scores.length ?? 0;
  if (seeds > maximumSeeds) {
    throw new RangeError(`there may be at most ${maximumSeeds} seeds as planned, got ${seeds}`);
  }
  const planned = Array.from(
    { length: maximumSeeds - minimumSeeds + 1 },
    (_, look) => minimumSeeds + look,
  );
  const pairs = strategies.flatMap((a, i) => strategies.slice(i + 1).map((b) => ({ a, b })));
  const confidence = 1 - levelOfEachLook(0.05, planned);
  let soFar = pairs.map(({ a, b }): PairSoFar => {
    // Only the mean counts, which needs no bootstrap.
    const { difference } = pairedDifference(a.scores, b.scores, { ...options, replicates: 2 });
    return {
      a: a.name,
      b: b.name,
      difference,
      low: null,
      high: null,
      p: null,
      pHolm: null,
      decision: null,
      decidedAfter: null,
    };
  });
  const made = planned.filter((look) => look <= seeds);
  const smallest = pairs.map(() => 1);
  for (const look of made) {
    const measured = pairs.map(({ a, b }, i) => {
      const [ofA, ofB] = [a.scores.slice(0, look), b.scores.slice(0, look)];
      const { seed = 0, groups } = options;
      const exhaustiveUpTo = 2 * permutations;
      const p = permutationTest(ofA, ofB, { permutations, exhaustiveUpTo, seed, groups })!;
      const before = soFar[i].p;
      const isSmallest = p < smallest[i];
      if (isSmallest) smallest[i] = p;
      return {
        ...soFar[i],
        ...pairedDifference(ofA, ofB, { ...options, confidence }),
        p: before === null || isSmallest ? smallestPValue(smallest[i], planned) : before,
      };
    });
    const corrected = holm(measured.map(({ p }) => p));
    soFar = measured.map((pair, i) => {
      const withCorrection = { ...pair, pHolm: corrected[i] };
      if (pair.decision !== null) return withCorrection;
      const decision = decisionOf(withCorrection, margin);
      return { ...withCorrection, decision, decidedAfter: decision === null ? null : look };
    });
  }
  return {
    looks: made.length,
    pairs: soFar,
    done: seeds === maximumSeeds || soFar.every(({ decision }) => decision !== null),
  };
}

function decisionOf(
  { low, high, pHolm }: Pick<PairSoFar, 'low' | 'high' | 'pHolm'>,
  margin: number | undefined,
): PairSoFar['decision'] {
  if (low! > 0 && pHolm! < 0.05) return 'a is higher';
  if (high! < 0 && pHolm! < 0.05) return 'b is higher';
  return margin !== undefined && low! > -margin && high! < margin ? 'equal' : null;
}
