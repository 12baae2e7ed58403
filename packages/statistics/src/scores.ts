import { RowCounter } from './count-rows.ts';

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
 * For each test example the group that it belongs to, as any integer: the speaker, the game, the patient.
 * Examples of one group depend on each other; groups are independent.
 */
export type Groups = ArrayLike<number>;

/** How many groups there are. */
export const numberOfGroups = (groups: Groups): number => new Set(Array.from(groups)).size;

/** The groups to draw; undefined where there is a single one, which says nothing of others. */
export const groupsToDraw = <Of extends Groups>(groups: Of | undefined): Of | undefined =>
  groups && numberOfGroups(groups) > 1 ? groups : undefined;

/**
 * Scores in short: examples whose scores over the seeds form the same pattern count as one.
 *
 * There are few patterns (most examples are predicted alike by every net), so that resampling a hundred
 * thousand examples costs as much as resampling some dozens.
 */
export interface ScorePatterns {
  readonly seeds: number;
  /** How many examples there are; with groups, how many groups. */
  readonly examples: number;
  /**
   * The patterns that are not all zeros, `patterns × seeds`. With groups: the sum of the scores of a
   * group over the mean size of a group. Their mean over the groups is that of the scores over the
   * examples.
   */
  readonly patterns: Float64Array;
  /** How many examples, or groups, show each. */
  readonly counts: Uint32Array;
  /** Whether groups are counted instead of examples. */
  readonly grouped: boolean;
  /**
   * Where groups differ in size: for each pattern the size of its groups over the mean size. Patterns
   * of zeros are then among the others.
   */
  readonly sizes?: Float64Array;
}

/**
 * Counts the examples, or the groups of examples, by their scores over the seeds.
 *
 * @throws RangeError where there is no seed, fewer than two examples or groups, another number of
 *   examples with another seed, or not one integer as the group of each example.
 */
export function countPatterns(scores: Scores, groups?: Groups): ScorePatterns {
  const seeds = scores.length;
  const examples = scores[0]?.length ?? 0;
  if (examples < 2 || scores.some(({ length }) => length !== examples)) {
    throw new RangeError(
      `scores must hold at least one seed and two examples, the same number with each seed, got ` +
        sizeOf(scores),
    );
  }
  if (groups) return countGroups(scores, groups);
  const { patterns, counts } = countColumns(scores);
  return { seeds, examples, patterns, counts, grouped: false };
}

/** Adds up the scores of each group, and counts the groups by these sums. */
function countGroups(scores: Scores, groups: Groups): ScorePatterns {
  const seeds = scores.length;
  const { indices, sizes } = indexGroups(groups, scores[0].length);
  const count = sizes.length;
  const meanSize = scores[0].length / count;
  const means = scores.map((row) => {
    const sums = new Float64Array(count);
    for (let i = 0; i < row.length; i++) sums[indices[i]] += row[i];
    return sums.map((sum) => sum / meanSize);
  });
  if (sizes.every((size) => size === meanSize)) {
    return { seeds, examples: count, ...countColumns(means), grouped: true };
  }
  // The size goes with the scores, as one more row that is never zero.
  const { patterns, counts } = countColumns([...means, sizes.map((size) => size / meanSize)]);
  const at = (p: number, row: number): number => patterns[p * (seeds + 1) + row];
  return {
    seeds,
    examples: count,
    patterns: Float64Array.from({ length: counts.length * seeds }, (_, i) =>
      at(Math.floor(i / seeds), i % seeds),
    ),
    counts,
    grouped: true,
    sizes: Float64Array.from(counts, (_, p) => at(p, seeds)),
  };
}

/** Numbers the groups from zero, in their order; `sizes` are how many examples each has. */
function indexGroups(
  groups: Groups,
  examples: number,
): { readonly indices: Int32Array; readonly sizes: Float64Array } {
  if (groups.length !== examples) {
    throw new RangeError(
      `groups must name one group for each of the ${examples} examples, got ${groups.length}`,
    );
  }
  const known = new Map<number, number>();
  const sizes: number[] = [];
  const indices = Int32Array.from(groups, (group, example) => {
    if (!Number.isInteger(group)) {
      throw new RangeError(`a group must be an integer, got ${group} for example ${example}`);
    }
    const index = known.get(group) ?? known.size;
    known.set(group, index);
    sizes[index] = (sizes[index] ?? 0) + 1;
    return index;
  });
  if (sizes.length < 2) {
    throw new RangeError('there must be at least two groups of test examples, got 1');
  }
  return { indices, sizes: Float64Array.from(sizes) };
}

/** Counts equal columns, leaving out those of zeros. */
function countColumns(rows: Scores): Pick<ScorePatterns, 'patterns' | 'counts'> {
  const counter = new RowCounter(rows.length, rows[0].length);
  const pattern = new Float64Array(rows.length);
  for (let column = 0; column < rows[0].length; column++) {
    let isZero = true;
    for (let row = 0; row < rows.length; row++) {
      pattern[row] = rows[row][column];
      isZero &&= pattern[row] === 0;
    }
    if (!isZero) counter.add(pattern);
  }
  const { rows: patterns, counts } = counter.counted();
  return { patterns, counts };
}

/** `5 × 1000`; where seeds have different numbers of examples `5 × 1000, 999`. */
const sizeOf = (scores: Scores): string =>
  `${scores.length} × ${[...new Set(scores.map(({ length }) => length))].join(', ') || '0'}`;
