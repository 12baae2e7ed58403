import { Random } from '@axiswise/random';
import { atLeastVariance, momentsOf, type PairedAnswers, sumsOf } from './paired-answers.ts';
import { type DrawPoisson, poisson } from './poisson.ts';
import { studentQuantile } from './student-t.ts';

/** A difference of accuracy between two strategies with its interval. */
export interface PairedDifference {
  readonly difference: number;
  /** Null with one seed. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The difference of two strategies' accuracies with its 95 % interval: what other seeds and other test
 * examples of the same kind would give.
 *
 * The pigeonhole bootstrap (Owen 2007) draws seeds and examples, each with replacement and independently
 * of each other, and keeps the answers where they cross; both strategies keep their seeds and examples
 * in common, which pairs them. Examples are drawn with Poisson weights (Chamandy et al. 2012). With few
 * seeds a bootstrap is too narrow in two ways: the spread of n draws from n values is short by
 * n / (n − 1), which is put back for the seeds, and quantiles of a handful of seeds have no tails, so that
 * Student's t takes the bootstrap's standard error (Hesterberg 2015, "What teachers should know about
 * the bootstrap"), with the degrees of freedom of {@link momentsOf}.
 *
 * Assumes that seeds are independent of each other and test examples too (not, say, several from one
 * game or one speaker: then intervals are too narrow), and that means are near normal: with a dozen
 * examples answered differently they still cover in about 95 %, but miss nearly always on one side.
 *
 * Where no example was answered differently, nothing varies; the interval is then what could differ
 * unseen: with n examples about 3.7 / n either way (Clopper and Pearson 1934 for none of n).
 *
 * Coverage is measured for 3, 5 and 10 seeds, in the tests and more widely by benchmarks/coverage.ts.
 *
 * @param confidence probability that the interval covers the true difference.
 * @param replicates how many times seeds and examples are drawn.
 * @param seed of the draws.
 */
export function pairedDifference(
  answers: PairedAnswers,
  {
    confidence = 0.95,
    replicates = 2000,
    seed = 0,
  }: { readonly confidence?: number; readonly replicates?: number; readonly seed?: number } = {},
): PairedDifference {
  const { difference, fromSeeds, fromAnswers, degrees } = momentsOf(sumsOf(answers));
  if (answers.seeds < 2) return { difference, low: null, high: null };
  if (answers.counts.length === 0) {
    const unseen = 1 - ((1 - confidence) / 2) ** (1 / answers.examples);
    return { difference, low: -unseen, high: unseen };
  }
  const resampled =
    bootstrapVariance(answers, replicates, new Random(seed, 'bootstrap')) +
    // What n draws from n seeds fall short of, in what varies with the seed and with single answers.
    (fromSeeds + fromAnswers) / answers.seeds -
    // Single answers vary with the seeds, with the examples and where they cross: counted thrice.
    2 * fromAnswers;
  const error = Math.sqrt(atLeastVariance(resampled, { fromSeeds, fromAnswers }));
  const reach = studentQuantile((1 + confidence) / 2, degrees) * error;
  return { difference, low: difference - reach, high: difference + reach };
}

/** Variance of the mean difference over bootstrap replicates. */
function bootstrapVariance(
  { seeds, examples, patterns, counts }: PairedAnswers,
  replicates: number,
  random: Random,
): number {
  const discordant = counts.reduce((sum, count) => sum + count, 0);
  const ofCount = new Map<number, DrawPoisson>();
  for (const count of counts) if (!ofCount.has(count)) ofCount.set(count, poisson(count));
  const draws = Array.from(counts, (count) => ofCount.get(count)!);
  const drawConcordant = poisson(examples - discordant);
  const weights = new Float64Array(seeds);
  let sum = 0;
  let squares = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    weights.fill(0);
    for (let draw = 0; draw < seeds; draw++) weights[random.integer(seeds)] += 1 / seeds;
    let drawn = drawConcordant(random);
    let total = 0;
    for (let p = 0; p < draws.length; p++) {
      const count = draws[p](random);
      if (count === 0) continue;
      drawn += count;
      let mean = 0;
      for (let s = 0, at = p * seeds; s < seeds; s++) mean += weights[s] * patterns[at + s];
      total += count * mean;
    }
    const value = drawn === 0 ? 0 : total / drawn;
    sum += value;
    squares += value * value;
  }
  const mean = sum / replicates;
  return (squares - replicates * mean * mean) / (replicates - 1);
}
