/**
 * Scores of one strategy: a row for each seed, and in it a number for each test example. Every seed
 * scores the same examples in the same order.
 *
 * A score is 1 where the prediction is right and 0 where it is wrong, a difference of such scores, or
 * any other number whose mean over seeds and examples matters.
 */
export type Scores = readonly ArrayLike<number>[];

/**
 * What the first scores have more than the second, seed by seed and example by example.
 *
 * @throws RangeError where the two have not the same number of seeds and examples.
 * @example
 * Array.from(subtractScores([[1, 1]], [[0, 1]])[0]); // [1, 0]
 */
export function subtractScores(a: Scores, b: Scores): Float64Array[] {
  const [seeds, examples] = [a.length, a[0]?.length ?? 0];
  if (b.length !== seeds || [...a, ...b].some(({ length }) => length !== examples)) {
    throw new RangeError(
      `both strategies must be scored on the same examples with the same number of seeds, got ` +
        `${sizeOf(a)} and ${sizeOf(b)}`,
    );
  }
  return a.map((row, seed) => Float64Array.from(row, (score, i) => score - b[seed][i]));
}

/**
 * The means of the scores of several measurements, seed by seed and example by example.
 *
 * @example
 * Array.from(averageScores([[0, 1]], [[1, 1]])[0]); // [0.5, 1]
 */
export const averageScores = (...scores: readonly Scores[]): Float64Array[] =>
  scores[0].map((row, seed) =>
    Float64Array.from(
      row,
      (_, i) => scores.reduce((sum, each) => sum + each[seed][i], 0) / scores.length,
    ),
  );

/**
 * Scores in short: examples whose scores over the seeds form the same pattern count as one.
 *
 * There are few patterns (most examples are predicted alike by every net), so that resampling a hundred
 * thousand examples costs as much as resampling some dozens.
 */
export interface ScorePatterns {
  readonly seeds: number;
  readonly examples: number;
  /** The patterns that are not all zeros, `patterns × seeds`. */
  readonly patterns: Float64Array;
  /** How many examples show each. */
  readonly counts: Uint32Array;
}

/**
 * Counts the examples by their scores over the seeds.
 *
 * @throws RangeError where there is no seed, fewer than two examples, or another number of examples
 *   with another seed.
 */
export function countPatterns(scores: Scores): ScorePatterns {
  const seeds = scores.length;
  const examples = scores[0]?.length ?? 0;
  if (examples < 2 || scores.some(({ length }) => length !== examples)) {
    throw new RangeError(
      `scores must hold at least one seed and two examples, the same number with each seed, got ` +
        sizeOf(scores),
    );
  }
  const found = new Map<string, number>();
  const pattern = new Float64Array(seeds);
  for (let example = 0; example < examples; example++) {
    let isZero = true;
    for (let seed = 0; seed < seeds; seed++) {
      pattern[seed] = scores[seed][example];
      isZero &&= pattern[seed] === 0;
    }
    if (isZero) continue;
    const key = pattern.join();
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return {
    seeds,
    examples,
    patterns: Float64Array.from([...found.keys()].flatMap((key) => key.split(',').map(Number))),
    counts: Uint32Array.from(found.values()),
  };
}

/** `5 × 1000`; where seeds have different numbers of examples `5 × 1000, 999`. */
const sizeOf = (scores: Scores): string =>
  `${scores.length} × ${[...new Set(scores.map(({ length }) => length))].join(', ') || '0'}`;
