import { type PermutationOptions, testPatterns } from './permutation-test.ts';
import { type FewGroups, intervalOf, type ScoreIntervalOptions } from './score-interval.ts';
import { countPatterns, type ScorePatterns, type Scores, subtractScores } from './scores.ts';

/** A difference of accuracy between two strategies with its interval. */
export interface PairedDifference {
  readonly difference: number;
  /** Null with one seed. */
  readonly low: number | null;
  readonly high: number | null;
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups;
}

/** A difference with its interval and its p-value. */
export interface TestedDifference extends PairedDifference {
  /** Of the permutation test; null with one seed. */
  readonly p: number | null;
}

/**
 * The difference of two strategies' accuracies with its 95 % interval, paired by seed and by example:
 * {@link scoreInterval} of the differences.
 *
 * One seed has no interval: it shows two nets, not two strategies.
 *
 * @param a for each seed: 1 for every example that strategy `a` predicted rightly, else 0.
 * @param b the same of strategy `b`, the seeds and the examples in the same order.
 * @throws RangeError where the two have not the same number of seeds and examples, fewer than two
 *   examples or groups, or not one integer as the group of each example.
 */
export const pairedDifference = (
  a: Scores,
  b: Scores,
  options: ScoreIntervalOptions = {},
): PairedDifference => differenceOf(countPatterns(subtractScores(a, b), options.groups), options);

/**
 * {@link pairedDifference} together with {@link permutationTest}: both need to know how many examples differ in
 * which way, and here that is counted once.
 *
 * @throws RangeError as they do.
 */
export function testedDifference(
  a: Scores,
  b: Scores,
  options: ScoreIntervalOptions & PermutationOptions = {},
): TestedDifference {
  const differences = countPatterns(subtractScores(a, b), options.groups);
  return { ...differenceOf(differences, options), p: testPatterns(differences, options) };
}

function differenceOf(differences: ScorePatterns, options: ScoreIntervalOptions): PairedDifference {
  const { mean, low, high, warning } = intervalOf(differences, options);
  return differences.seeds < 2
    ? { difference: mean, low: null, high: null }
    : { difference: mean, low, high, ...(warning && { warning }) };
}
