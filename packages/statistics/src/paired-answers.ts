/**
 * What two strategies answered to the same test examples, seed by seed, in short: for every example
 * the differences (right − right: 1, 0, −1) over the seeds form a pattern, and examples with the same
 * pattern count as one.
 *
 * There are few patterns (most examples are answered alike by everybody), so that resampling a hundred
 * thousand examples costs as much as resampling some dozens.
 */
export interface PairedAnswers {
  readonly seeds: number;
  readonly examples: number;
  /** The patterns that are not all zeros, `patterns × seeds`. */
  readonly patterns: Int8Array;
  /** How many examples show each. */
  readonly counts: Uint32Array;
}

/**
 * Counts the examples by how the answers of two strategies differ over the seeds.
 *
 * @param a for each seed: 1 for every example that strategy `a` answered rightly, else 0.
 * @param b the same of strategy `b`, the seeds in the same order.
 * @throws RangeError where the strategies did not answer alike many examples with alike many seeds, or
 * fewer than two examples.
 */
export function pairAnswers(a: readonly Uint8Array[], b: readonly Uint8Array[]): PairedAnswers {
  const seeds = a.length;
  const examples = a[0]?.length ?? 0;
  if (b.length !== seeds || [...a, ...b].some(({ length }) => length !== examples)) {
    throw new RangeError('both strategies answer the same examples with the same number of seeds');
  }
  if (examples < 2) {
    throw new RangeError('a comparison takes at least one seed and two examples');
  }
  const found = new Map<string, number>();
  const pattern = new Int8Array(seeds);
  for (let example = 0; example < examples; example++) {
    let differs = false;
    for (let seed = 0; seed < seeds; seed++) {
      pattern[seed] = a[seed][example] - b[seed][example];
      differs ||= pattern[seed] !== 0;
    }
    if (!differs) continue;
    const key = pattern.join();
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return {
    seeds,
    examples,
    patterns: Int8Array.from([...found.keys()].flatMap((key) => key.split(',').map(Number))),
    counts: Uint32Array.from(found.values()),
  };
}

/** The mean difference, and the parts of which the variance of that mean is made. */
export interface PairedMoments {
  /** Mean difference of accuracy. */
  readonly difference: number;
  /** What differs from seed to seed, as it would vary the mean; contains {@link fromAnswers}. */
  readonly fromSeeds: number;
  /** What differs from example to example; contains {@link fromAnswers}. */
  readonly fromExamples: number;
  /** What is left to single answers. */
  readonly fromAnswers: number;
  /** Of the mean: seeds and examples, less what is contained in both. */
  readonly variance: number;
  /** Degrees of freedom of the variance. */
  readonly degrees: number;
}

/** Sums over the differences D of every seed and example, from which the moments follow. */
export interface PairedSums {
  /** For each seed: the sum of D over the examples. */
  readonly bySeed: Float64Array;
  /** Sum over the examples of the squared mean of D over the seeds. */
  readonly squaredExampleMeans: number;
  /** Sum of D². */
  readonly squares: number;
  readonly examples: number;
}

export function sumsOf({ seeds, examples, patterns, counts }: PairedAnswers): PairedSums {
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
 * How much the mean difference would vary with other seeds and other test examples: both are random
 * and crossed (every seed answers every example), so that their variances add up, by the analysis of
 * variance of two ways with one value a cell (Searle, Casella and McCulloch 1992, chapter 4).
 *
 * The degrees of freedom are the harmonic mean of those of seeds and of examples, weighted by their
 * shares of the variance. Satterthwaite (1946) squares the shares; estimated from three seeds, that
 * makes intervals which cover as little as 92 % where they should cover 95 %, while the shares as they
 * are keep to 94 to 96.5 %, whatever the true shares.
 */
export function momentsOf({
  bySeed,
  squaredExampleMeans,
  squares,
  examples,
}: PairedSums): PairedMoments {
  const seeds = bySeed.length;
  let difference = 0;
  for (const sum of bySeed) difference += sum / examples / seeds;
  let spread = 0;
  for (const sum of bySeed) spread += (sum / examples - difference) ** 2;
  const spreadOfExamples = squaredExampleMeans - examples * difference ** 2;
  const left =
    squares - seeds * examples * difference ** 2 - examples * spread - seeds * spreadOfExamples;
  const fromSeeds = spread / (seeds - 1) / seeds;
  const fromExamples = Math.max(0, spreadOfExamples) / (examples - 1) / examples;
  const fromAnswers = Math.max(0, left) / ((seeds - 1) * (examples - 1)) / (seeds * examples);
  const variance = atLeastVariance(fromSeeds + fromExamples - fromAnswers, {
    fromSeeds,
    fromAnswers,
  });
  const ofSeeds = Math.min(1, fromSeeds / variance);
  const degrees = 1 / (ofSeeds / (seeds - 1) + (1 - ofSeeds) / (examples - 1));
  return { difference, fromSeeds, fromExamples, fromAnswers, variance, degrees };
}

/**
 * A variance estimated as a difference may come out too small; it is at least that of the seeds (which
 * contains that of single answers). And a few seeds may agree by chance: the standard error is at least
 * half of what single answers alone would give.
 */
export const atLeastVariance = (
  estimated: number,
  { fromSeeds, fromAnswers }: Pick<PairedMoments, 'fromSeeds' | 'fromAnswers'>,
): number => Math.max(estimated, fromSeeds, fromAnswers / 4);
