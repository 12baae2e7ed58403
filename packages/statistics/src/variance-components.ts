import type { ScorePatterns } from './scores.ts';

/**
 * The mean of scores over seeds and examples, and the components of its variance.
 *
 * The components are variances of the mean, not of single scores: each is divided by what it is the
 * mean of.
 */
export interface VarianceComponents {
  readonly mean: number;
  /** From seed to seed; contains {@link residual}. */
  readonly seeds: number;
  /** From example to example, or from group to group; contains {@link residual}. */
  readonly examples: number;
  /** The interaction of seeds and examples together with the noise of single scores. */
  readonly residual: number;
  /** Of the mean: seeds and examples, less the residual that both contain. */
  readonly variance: number;
  /** Of the variance. */
  readonly degreesOfFreedom: number;
}

/** Sums over the scores of every seed and example, from which the components follow. */
export interface ScoreSums {
  /** For each seed: the sum of its scores over the examples. */
  readonly bySeed: Float64Array;
  /** Sum over the examples of the squared mean of their scores over the seeds. */
  readonly squaredExampleMeans: number;
  /** Sum of the squared scores. */
  readonly squares: number;
  /** How many examples, or groups. */
  readonly examples: number;
  /** Where groups differ in size. */
  readonly unequal?: UnequalSizes;
}

/** Sums over groups, from how far the size of each is above the mean size, in units of that. */
interface UnequalSizes {
  /** Of the mean score of a group over the seeds, times its size above the mean. */
  readonly products: number;
  /** Of the squared size above the mean. */
  readonly squares: number;
}

/** The sums of squares that the variance components are computed from, without a table of all scores. */
export function sumScores({ seeds, examples, patterns, counts, sizes }: ScorePatterns): ScoreSums {
  const bySeed = new Float64Array(seeds);
  let squaredExampleMeans = 0;
  let squares = 0;
  const unequal = { products: 0, squares: 0 };
  for (let p = 0; p < counts.length; p++) {
    let sum = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const value = patterns[p * seeds + seed];
      sum += value;
      squares += counts[p] * value * value;
      bySeed[seed] += counts[p] * value;
    }
    squaredExampleMeans += counts[p] * (sum / seeds) ** 2;
    if (sizes) {
      unequal.products += counts[p] * (sum / seeds) * (sizes[p] - 1);
      unequal.squares += counts[p] * (sizes[p] - 1) ** 2;
    }
  }
  return { bySeed, squaredExampleMeans, squares, examples, ...(sizes && { unequal }) };
}

/**
 * The squares of scores whose mean is known. Where groups differ in size, the mean over examples is a
 * ratio of two sums over groups, and the score of a group stands for its linearisation: less the mean
 * times what its size is above the mean size (Cochran 1977, chapter 6).
 */
export function linearizedSquares(
  { bySeed, squaredExampleMeans, squares, unequal }: ScoreSums,
  mean: number,
): Pick<ScoreSums, 'squaredExampleMeans' | 'squares'> {
  if (!unequal) return { squaredExampleMeans, squares };
  const change = mean ** 2 * unequal.squares - 2 * mean * unequal.products;
  return {
    squaredExampleMeans: squaredExampleMeans + change,
    squares: squares + bySeed.length * change,
  };
}

/**
 * How many examples, or groups, vary independently. Groups of different sizes count as fewer: as many
 * as there would be of equal size (Kish 1965; Carter, Schnepel and Steigerwald 2017).
 */
export const effectiveCount = ({
  examples,
  unequal,
}: Pick<ScoreSums, 'examples' | 'unequal'>): number =>
  unequal ? examples ** 2 / (examples + unequal.squares) : examples;

/**
 * How much the mean would vary with other seeds and other test examples.
 *
 * Seeds and examples are crossed random factors (every seed scores every example), so that their
 * variances add up: the two-way analysis of variance with one value a cell (Searle, Casella and
 * McCulloch 1992, chapter 4). Radiology knows it as the analysis of many readers and many cases
 * (Obuchowski and Rockette 1995).
 *
 * The degrees of freedom are the harmonic mean of those of seeds and of examples, weighted by their
 * shares of the variance. Satterthwaite (1946) squares the shares. Estimated from three seeds, that
 * gives too many degrees where seeds vary most, and intervals that cover 92 % where they should cover
 * 95 %. The shares as they are keep to 94 to 96.5 %, whatever the true shares
 * (benchmarks/coverage.ts).
 *
 * Where examples come in groups, the groups take their place, with as many degrees of freedom.
 *
 * @param sums of two seeds or more.
 */
export function varianceComponents(sums: ScoreSums): VarianceComponents {
  const { bySeed, examples: count } = sums;
  const seedCount = bySeed.length;
  let mean = 0;
  for (const sum of bySeed) mean += sum / count / seedCount;
  const { squaredExampleMeans, squares } = linearizedSquares(sums, mean);
  let squaresOfSeeds = 0;
  for (const sum of bySeed) squaresOfSeeds += (sum / count - mean) ** 2;
  const squaresOfExamples = squaredExampleMeans - count * mean ** 2;
  const squaresLeft =
    squares -
    seedCount * count * mean ** 2 -
    count * squaresOfSeeds -
    seedCount * squaresOfExamples;
  const seeds = squaresOfSeeds / (seedCount - 1) / seedCount;
  const examples = Math.max(0, squaresOfExamples) / (count - 1) / count;
  const residual = Math.max(0, squaresLeft) / ((seedCount - 1) * (count - 1)) / (seedCount * count);
  const variance = atLeastVariance(seeds + examples - residual, { seeds, residual });
  const shareOfSeeds = Math.min(1, seeds / variance);
  // A single group among small ones leaves hardly one.
  const ofExamples = Math.max(1, effectiveCount(sums) - 1);
  const degreesOfFreedom = 1 / (shareOfSeeds / (seedCount - 1) + (1 - shareOfSeeds) / ofExamples);
  return { mean, seeds, examples, residual, variance, degreesOfFreedom };
}

/**
 * A variance estimated as a difference may come out too small. It is at least that of the seeds (which
 * contains the residual). And a few seeds may agree by chance: the standard error is at least half of
 * what the residual alone would give.
 */
const atLeastVariance = (
  estimated: number,
  { seeds, residual }: Pick<VarianceComponents, 'seeds' | 'residual'>,
): number => Math.max(estimated, seeds, residual / 4);
