import { Random } from '@axiswise/data';
import { momentsOf, type PairedAnswers, type PairedMoments, sumsOf } from './paired-answers.ts';
import { drawPoisson } from './poisson.ts';
import { studentPValue, studentQuantile } from './student-t.ts';

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
 * Student's t with Satterthwaite's degrees of freedom takes the bootstrap's standard error (Hesterberg
 * 2015, "What teachers should know about the bootstrap").
 *
 * Coverage is measured in the tests, for 3, 5 and 10 seeds.
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
  if (answers.counts.length === 0) return { difference, low: difference, high: difference };
  const resampled =
    bootstrapVariance(answers, replicates, new Random(seed, 'bootstrap')) +
    // What n draws from n seeds fall short of.
    fromSeeds / answers.seeds -
    // Single answers vary with the seeds, with the examples and where they cross: counted thrice.
    2 * fromAnswers;
  const error = Math.sqrt(Math.max(resampled, fromAnswers));
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
  const weights = new Float64Array(seeds);
  let sum = 0;
  let squares = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    weights.fill(0);
    for (let draw = 0; draw < seeds; draw++) weights[random.integer(seeds)] += 1 / seeds;
    let drawn = drawPoisson(random, examples - discordant);
    let total = 0;
    for (let p = 0; p < counts.length; p++) {
      const count = drawPoisson(random, counts[p]);
      drawn += count;
      let mean = 0;
      for (let s = 0; s < seeds; s++) mean += weights[s] * patterns[p * seeds + s];
      total += count * mean;
    }
    const value = drawn === 0 ? 0 : total / drawn;
    sum += value;
    squares += value * value;
  }
  const mean = sum / replicates;
  return (squares - replicates * mean * mean) / (replicates - 1);
}

/**
 * Two-sided p-value of the hypothesis that two strategies are equally accurate, over all seeds and test
 * examples of their kind, by permutation: for each test example a coin decides which strategy gave
 * which answers (those of all seeds together).
 *
 * The difference itself would test the nets at hand and not the strategies, because other seeds would
 * give others. So the statistic is the difference over its standard error, which contains the spread
 * between seeds (studentised: Chung and Romano 2013), on a scale that does not depend on its degrees of
 * freedom (prepivoted: Beran 1988). What permuting examples cannot imitate is seeds that differ for
 * good; therefore the p-value is never below that of Student's t for the same statistic. Permuting
 * seeds instead could not go below 2 / 252 with five of them, which no correction for many pairs
 * survives.
 *
 * The share of false alarms is measured in the tests.
 *
 * @returns null with one seed.
 */
export function permutationTest(
  answers: PairedAnswers,
  {
    permutations = 9999,
    seed = 0,
  }: { readonly permutations?: number; readonly seed?: number } = {},
): number | null {
  const { seeds, patterns, counts } = answers;
  if (seeds < 2) return null;
  if (counts.length === 0) return 1;
  const random = new Random(seed, 'permutation');
  const sums = sumsOf(answers);
  const observed = Math.abs(statistic(momentsOf(sums)));
  const bySeed = new Float64Array(seeds);
  let asExtreme = 1;
  for (let permutation = 0; permutation < permutations; permutation++) {
    bySeed.fill(0);
    for (let p = 0; p < counts.length; p++) {
      const kept = 2 * countHeads(random, counts[p]) - counts[p];
      if (kept === 0) continue;
      for (let s = 0; s < seeds; s++) bySeed[s] += kept * patterns[p * seeds + s];
    }
    // Swapping the strategies of an example changes the signs of its differences, not their squares.
    const permuted = Math.abs(statistic(momentsOf({ ...sums, bySeed })));
    // Equal up to rounding counts as equal.
    if (permuted >= observed - 1e-12) asExtreme++;
  }
  return Math.max(asExtreme / (permutations + 1), Math.exp(-observed));
}

/** Minus the logarithm of the two-sided tail of Student's t beyond the difference, with its sign. */
function statistic({ difference, variance, degrees }: PairedMoments): number {
  if (difference === 0) return 0;
  if (variance === 0) return Infinity * Math.sign(difference);
  return (
    -Math.log(studentPValue(difference / Math.sqrt(variance), degrees)) * Math.sign(difference)
  );
}

/** Heads among so many tosses of a coin. */
function countHeads(random: Random, tosses: number): number {
  let heads = 0;
  for (let left = tosses; left > 0; left -= 32) {
    let bits = random.integer(2 ** 32);
    if (left < 32) bits >>>= 32 - left;
    heads += bitCount(bits);
  }
  return heads;
}

/** The number of ones among 32 bits. */
function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  n = (n + (n >>> 4)) & 0x0f0f0f0f;
  return Math.imul(n, 0x01010101) >>> 24;
}
