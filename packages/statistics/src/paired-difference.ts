import { type FewGroups, scoreInterval, type ScoreIntervalOptions } from './score-interval.ts';
import { type Scores, subtractScores } from './scores.ts';

/** A difference of accuracy between two strategies with its interval. */
export interface PairedDifference {
  readonly difference: number;
  /** Null with one seed. */
  readonly low: number | null;
  readonly high: number | null;
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups;
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
export function pairedDifference(
  a: Scores,
  b: Scores,
  options: ScoreIntervalOptions = {},
): PairedDifference {
  const { mean, low, high, warning } = scoreInterval(subtractScores(a, b), options);
  return a.length < 2
    ? { difference: mean, low: null, high: null }
    : { difference: mean, low, high, ...(warning && { warning }) };
}
