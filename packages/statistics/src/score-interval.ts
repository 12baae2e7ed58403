import { countPatterns, type Groups, type ScorePatterns, type Scores } from './scores.ts';
import { studentPValue, studentQuantile } from './student-t.ts';
import {
  effectiveCount,
  linearizedSquares,
  sumScores,
  varianceComponents,
} from './variance-components.ts';

/** A mean over seeds and examples with its interval. */
export interface ScoreInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /**
   * The two-sided p-value of a mean of zero, by the same Student's t: below 0.05 where an interval of 95 %
   * excludes zero.
   */
  readonly p: number;
  /** What makes the interval doubtful; absent where nothing does. */
  readonly warning?: FewGroups;
}

/** Warns that there are too few groups for an interval that covers as often as it says. */
export interface FewGroups {
  readonly kind: 'few groups';
  /** How many there are; of different sizes, as how many of equal size they count. */
  readonly groups: number;
  /** From how many on coverage was measured to hold. */
  readonly enough: number;
}

/** How intervals and tests of scores are computed. */
export interface ScoreIntervalOptions {
  /** Probability that the interval covers the true mean; by default 0.95. */
  readonly confidence?: number;
  /**
   * How far one score can lie from another: by default 1, as for right or wrong. It counts where no score
   * differed from another.
   */
  readonly range?: number;
  /** The group of each example, where examples depend on each other; by default all are independent. */
  readonly groups?: Groups | undefined;
}

/** From so many groups on, intervals cover as often as they say (benchmarks/coverage.ts). */
export const enoughGroups = 20;

/**
 * The mean of scores over seeds and test examples with its interval: what other seeds and other test
 * examples of the same kind would give.
 *
 * It serves every mean over seeds × examples: an accuracy, a difference of accuracies, a difference of
 * such differences. Scores that belong together are subtracted first, which pairs them.
 *
 * The standard error is that of the pigeonhole bootstrap (Owen 2007), which draws seeds and examples, each
 * with replacement and independently of each other, and keeps the scores where they cross. For a mean,
 * what infinitely many draws give is known without drawing, and so is what n draws from n seeds and n
 * examples fall short of: the result is the two-way analysis of variance ({@link varianceComponents}). The
 * tests draw, and find the same. Quantiles of a handful of seeds have no tails, so that Student's t takes
 * the standard error (Hesterberg 2015, "What teachers should know about the bootstrap").
 *
 * Assumes that seeds are independent of each other and test examples too, and that means are near normal.
 * Examples that depend on each other (several from one game or one speaker) need `groups`, else intervals
 * are too narrow. With groups, the bootstrap draws whole groups instead of examples (cluster bootstrap:
 * Davison and Hinkley 1997, section 3.8; Cameron, Gelbach and Miller 2008). With fewer than 20 the result
 * carries a warning.
 *
 * Where only a handful of examples is scored differently from the others (a difference of 12 of 1,000, an accuracy of
 * 99.5 % of 300), intervals of differences still cover in about 95 %, but miss nearly always on one side,
 * and those of an accuracy may cover in less than 90 %.
 *
 * Where all scores are equal, nothing varies. The interval is then what could differ unseen: with n
 * examples about 3.7 / n of the range either way (Clopper and Pearson 1934 for none of n).
 *
 * With a single seed the interval is over examples alone, by Student's t. It holds for that one net.
 *
 * Coverage is measured for 3, 5 and 10 seeds, in the tests and more widely by benchmarks/coverage.ts.
 *
 * @throws RangeError where there is no seed, fewer than two examples or groups, another number of examples
 *   with another seed, or not one integer as the group of each example.
 * @example
 * const { mean, low, high } = scoreInterval([[1, 1, 0, 1], [1, 1, 0, 0]]);
 * mean; // 0.625
 */
export const scoreInterval = (scores: Scores, options: ScoreIntervalOptions = {}): ScoreInterval =>
  intervalOf(countPatterns(scores, options.groups), options);

/** {@link scoreInterval} of scores that are counted already; their groups are those that were counted. */
export function intervalOf(patterns: ScorePatterns, options: ScoreIntervalOptions): ScoreInterval {
  const interval = intervalOfPatterns(patterns, options);
  if (!patterns.grouped) return interval;
  const groups = effectiveCount(sumScores(patterns));
  if (groups >= enoughGroups) return interval;
  return { ...interval, warning: { kind: 'few groups', groups, enough: enoughGroups } };
}

function intervalOfPatterns(
  scores: ScorePatterns,
  { confidence = 0.95, range = 1 }: ScoreIntervalOptions,
): ScoreInterval {
  const around = (mean: number, reach: number, p: number): ScoreInterval => ({
    mean,
    low: mean - reach,
    high: mean + reach,
    p,
  });
  const byStudent = (mean: number, error: number, degrees: number): ScoreInterval =>
    around(
      mean,
      studentQuantile((1 + confidence) / 2, degrees) * error,
      studentPValue(mean / error, degrees),
    );
  const sums = sumScores(scores);
  const { examples: count } = scores;
  if (isConstant(scores)) {
    const mean = sums.bySeed[0] / count;
    const unseen = 1 - ((1 - confidence) / 2) ** (1 / count);
    // The probability of seeing none of what would have to be there to make the mean zero.
    const p = 2 * Math.max(0, 1 - Math.abs(mean) / range) ** count;
    return around(mean, unseen * range, Math.min(1, p));
  }
  if (scores.seeds === 1) {
    const mean = sums.bySeed[0] / count;
    const { squares } = linearizedSquares(sums, mean);
    const variance = (squares - count * mean ** 2) / (count - 1);
    const degrees = Math.max(1, effectiveCount(sums) - 1);
    return byStudent(mean, Math.sqrt(variance / count), degrees);
  }
  const { mean, variance, degreesOfFreedom } = varianceComponents(sums);
  return byStudent(mean, Math.sqrt(variance), degreesOfFreedom);
}

/** Whether no score differs from another; with groups, no mean of a group. */
function isConstant({ seeds, examples, patterns, counts, grouped, sizes }: ScorePatterns): boolean {
  if (counts.length === 0) return true;
  if (counts.reduce((sum, count) => sum + count, 0) !== examples) return false;
  const valueOf = (i: number): number => patterns[i] / (sizes?.[Math.floor(i / seeds)] ?? 1);
  // Means of groups are rounded.
  const rounding = grouped ? 1e-12 * Math.abs(valueOf(0)) : 0;
  return patterns.every((_, i) => Math.abs(valueOf(i) - valueOf(0)) <= rounding);
}
