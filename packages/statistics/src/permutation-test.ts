import { Random } from '@axiswise/random';
import { RowCounter } from './count-rows.ts';
import {
  countPatterns,
  type Groups,
  type ScorePatterns,
  type Scores,
  subtractScores,
} from './scores.ts';
import { logGamma, studentPValue } from './student-t.ts';
import { sumScores, type VarianceComponents, varianceComponents } from './variance-components.ts';

export interface PermutationOptions {
  /** How many are drawn where there are too many to try; by default 9,999. */
  readonly permutations?: number;
  /** How many ways are all tried; by default 20,000. */
  readonly exhaustiveUpTo?: number;
  /** Of the draws; by default 0. */
  readonly seed?: number;
}

/**
 * Two-sided p-value of the hypothesis that two strategies are equally accurate, over all seeds and test
 * examples of their kind, by permutation: for each test example a coin decides which strategy gave
 * which predictions (those of all seeds together).
 *
 * The difference itself would test the nets at hand and not the strategies, because other seeds would
 * give others. So the statistic is the difference over its standard error, which contains the spread
 * between seeds (studentised: Chung and Romano 2013), on a scale that does not depend on its degrees of
 * freedom (prepivoted: Beran 1988). What permuting examples cannot imitate is seeds that differ for
 * good; therefore the p-value is never below that of Student's t for the same statistic. Permuting
 * seeds instead could not go below 2 / 252 with five of them, which no correction for many pairs
 * survives, and would hold for these test examples only.
 *
 * Exact where the coins can fall in few different ways (examples with the same differences count as
 * alike); else by draws, with (extreme + 1) / (permutations + 1) (Phipson and Smyth 2010).
 *
 * Where examples come in groups, one coin falls for all examples of a group.
 *
 * The share of false alarms is measured in the tests.
 *
 * @param a for each seed: 1 for every example that strategy `a` predicted rightly, else 0.
 * @param b the same of strategy `b`, the seeds and the examples in the same order.
 * @returns null with one seed.
 * @throws RangeError where the two have not the same number of seeds and examples, fewer than two
 *   examples or groups, or not one integer as the group of each example.
 */
export const permutationTest = (
  a: Scores,
  b: Scores,
  { groups, ...options }: PermutationOptions & { readonly groups?: Groups | undefined } = {},
): number | null => testPatterns(countPatterns(subtractScores(a, b), groups), options);

/** {@link permutationTest} of differences that are counted already; their groups are those that were counted. */
export function testPatterns(
  differences: ScorePatterns,
  { permutations = 9999, exhaustiveUpTo = 20_000, seed = 0 }: PermutationOptions,
): number | null {
  if (differences.seeds < 2) return null;
  if (differences.counts.length === 0) return 1;
  const swappable = foldSigns(differences);
  const sums = sumScores(differences);
  const observed = Math.abs(statistic(varianceComponents(sums)));
  // Swapping the strategies of an example changes the signs of its differences, not their squares.
  // Equal up to rounding counts as equal.
  // Where groups differ in size, the products of their differences with their sizes change signs too.
  const isExtreme = (swapped: Float64Array): boolean => {
    const { unequal } = sums;
    const changed = unequal
      ? {
          ...sums,
          bySeed: swapped.subarray(0, -1),
          unequal: { ...unequal, products: swapped[swapped.length - 1] },
        }
      : { ...sums, bySeed: swapped };
    return Math.abs(statistic(varianceComponents(changed))) >= observed * (1 - 1e-12);
  };
  const share =
    swappable.counts.reduce((product, count) => product * (count + 1), 1) <= exhaustiveUpTo
      ? shareOfAll(swappable, isExtreme)
      : shareOfDrawn(swappable, isExtreme, permutations, new Random(seed, 'permutation'));
  // A sum of all probabilities is 1 but for rounding.
  return Math.min(1, Math.max(share, Math.exp(-observed)));
}

/** Minus the logarithm of the two-sided tail of Student's t beyond the difference, with its sign. */
function statistic({ mean, variance, degreesOfFreedom }: VarianceComponents): number {
  if (mean === 0) return 0;
  if (variance === 0) return Infinity * Math.sign(mean);
  return -Math.log(studentPValue(mean / Math.sqrt(variance), degreesOfFreedom)) * Math.sign(mean);
}

/** What changes its sign with a coin: patterns of one number a column, and how many show each. */
interface Swappable {
  readonly columns: number;
  readonly patterns: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Counts a pattern and its negative as one: the coin exchanges them. The columns are the seeds and, where
 * groups differ in size, the products that {@link varianceComponents} needs.
 */
function foldSigns({ seeds, patterns, counts, sizes }: ScorePatterns): Swappable {
  const columns = sizes ? seeds + 1 : seeds;
  const counter = new RowCounter(columns, counts.length);
  const pattern = new Float64Array(columns);
  for (let p = 0; p < counts.length; p++) {
    let sum = 0;
    let sign = 0;
    for (let s = 0; s < seeds; s++) {
      pattern[s] = patterns[p * seeds + s];
      sum += pattern[s];
      sign ||= Math.sign(pattern[s]);
    }
    if (sign === 0) continue;
    if (sizes) pattern[seeds] = (sum / seeds) * (sizes[p] - 1);
    // The first number that is not zero becomes positive, whichever strategy comes first.
    for (let c = 0; c < columns; c++) pattern[c] *= sign;
    counter.add(pattern, counts[p]);
  }
  const counted = counter.counted();
  return { columns, patterns: counted.rows, counts: counted.counts };
}

/** The probability of extreme arrangements, by trying all numbers of heads of all patterns. */
function shareOfAll(
  { columns, patterns, counts }: Swappable,
  isExtreme: (sums: Float64Array) => boolean,
): number {
  const sums = new Float64Array(columns);
  let share = 0;
  const visit = (p: number, probability: number): void => {
    if (p === counts.length) {
      if (isExtreme(sums)) share += probability;
      return;
    }
    const before = sums.slice();
    const logWays = (heads: number): number =>
      logGamma(counts[p] + 1) - logGamma(heads + 1) - logGamma(counts[p] - heads + 1);
    for (let heads = 0; heads <= counts[p]; heads++) {
      for (let c = 0; c < columns; c++) {
        sums[c] = before[c] + (2 * heads - counts[p]) * patterns[p * columns + c];
      }
      visit(p + 1, probability * Math.exp(logWays(heads) - counts[p] * Math.LN2));
    }
    sums.set(before);
  };
  visit(0, 1);
  return share;
}

/** The share of extreme arrangements among random ones and the one at hand. */
function shareOfDrawn(
  { columns, patterns, counts }: Swappable,
  isExtreme: (sums: Float64Array) => boolean,
  permutations: number,
  random: Random,
): number {
  const coins = new Coins(random);
  const sums = new Float64Array(permutations * columns);
  const single: Float64Array[] = [];
  for (let p = 0; p < counts.length; p++) {
    const pattern = patterns.subarray(p * columns, (p + 1) * columns);
    if (counts[p] === 1) {
      single.push(pattern);
      continue;
    }
    for (let at = 0; at < sums.length; at += columns) {
      const kept = 2 * coins.heads(counts[p]) - counts[p];
      for (let c = 0; c < columns; c++) sums[at + c] += kept * pattern[c];
    }
  }
  // Real-valued scores have a pattern for nearly every example. Eight coins choose one of 256 sums.
  for (let from = 0; from < single.length; from += coinsAtOnce) {
    const block = single.slice(from, from + coinsAtOnce);
    const table = sumsOfAllSigns(block, columns);
    for (let at = 0; at < sums.length; at += columns) {
      const row = coins.bits(block.length) * columns;
      for (let c = 0; c < columns; c++) sums[at + c] += table[row + c];
    }
  }
  let extreme = 1;
  for (let at = 0; at < sums.length; at += columns) {
    if (isExtreme(sums.subarray(at, at + columns))) extreme++;
  }
  return extreme / (permutations + 1);
}

const coinsAtOnce = 8;

/** Row `i`: the sum of the patterns, with the sign of pattern `j` changed where bit `j` of `i` is 0. */
function sumsOfAllSigns(patterns: readonly Float64Array[], columns: number): Float64Array {
  const sums = new Float64Array(2 ** patterns.length * columns);
  for (const pattern of patterns) for (let c = 0; c < columns; c++) sums[c] -= pattern[c];
  patterns.forEach((pattern, j) => {
    // The rows with bit j as the highest are those below it with one sign changed back.
    const from = columns << j;
    for (let i = 0; i < from; i++) sums[from + i] = sums[i] + 2 * pattern[i % columns];
  });
  return sums;
}

/** Tosses coins, thirty-two for each random number. */
class Coins {
  #random: Random;
  #bits = 0;
  #left = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** How many of the coins show heads. */
  heads(tosses: number): number {
    let heads = 0;
    for (let left = tosses; left > 0; left -= 32) heads += bitCount(this.bits(Math.min(left, 32)));
    return heads;
  }

  /** One bit for each of 1 to 32 coins. */
  bits(tosses: number): number {
    if (this.#left < tosses) {
      this.#bits = this.#random.uint32();
      this.#left = 32;
    }
    const bits = tosses === 32 ? this.#bits : this.#bits & ((1 << tosses) - 1);
    this.#bits = tosses === 32 ? 0 : this.#bits >>> tosses;
    this.#left -= tosses;
    return bits;
  }
}

/** The number of ones among 32 bits. */
function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  n = (n + (n >>> 4)) & 0x0f0f0f0f;
  return Math.imul(n, 0x01010101) >>> 24;
}
