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
  /** From example to example; contains {@link residual}. */
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
  readonly examples: number;
}

export function sumScores({ seeds, examples, patterns, counts }: ScorePatterns): ScoreSums {
  const bySeed = new Float64Array(seeds);
  let squaredExampleMeans = 0;
  let squares = 0;
  for (let p = 0; p < counts.length; p++) {
    let sum = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const value = patterns[p * seeds + seed];
      sum += value;
      squares += counts[p] * value * value;
      bySeed[seed] += counts[p] * value;
    }
    squaredExampleMeans += counts[p] * (sum / seeds) ** 2;
  }
  return { bySeed, squaredExampleMeans, squares, examples };
}

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
 * @param sums of two seeds or more.
 */
export function varianceComponents({
  bySeed,
  squaredExampleMeans,
  squares,
  examples: count,
}: ScoreSums): VarianceComponents {
  const seedCount = bySeed.length;
  let mean = 0;
  for (const sum of bySeed) mean += sum / count / seedCount;
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
  const degreesOfFreedom = 1 / (shareOfSeeds / (seedCount - 1) + (1 - shareOfSeeds) / (count - 1));
  return { mean, seeds, examples, residual, variance, degreesOfFreedom };
}

/**
 * A variance estimated as a difference may come out too small. It is at least that of the seeds (which
 * contains the residual). And a few seeds may agree by chance: the standard error is at least half of
 * what the residual alone would give.
 */
export const atLeastVariance = (
  estimated: number,
  { seeds, residual }: Pick<VarianceComponents, 'seeds' | 'residual'>,
): number => Math.max(estimated, seeds, residual / 4);
