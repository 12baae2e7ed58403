import { countPatterns, type Groups, type Scores } from './scores.ts';
import { studentQuantile } from './student-t.ts';
import { linearizedSquares, sumScores, varianceComponents } from './variance-components.ts';

/** How much single scores vary, by where it comes from: from this follows the variance of any mean of them. */
export interface ScoreVariance {
  /** From seed to seed. */
  readonly perSeed: number;
  /** From example to example, or from group to group. */
  readonly perExample: number;
  /** From score to score of one seed and one example. */
  readonly perScore: number;
  /** How many seeds it was measured with. */
  readonly seeds: number;
  /** How many examples it was measured on. */
  readonly examples: number;
  /** Where examples come in groups: how many groups. */
  readonly groups?: number;
}

/**
 * Divides the variance of scores into that of seeds, of examples and of single scores, as
 * {@link varianceComponents} does for their mean. None is below zero. With one seed all of it is of examples.
 *
 * @throws RangeError as `scoreInterval` does.
 */
export function scoreVariance(scores: Scores, groups?: Groups): ScoreVariance {
  const patterns = countPatterns(scores, groups);
  const sums = sumScores(patterns);
  const { seeds, examples: count } = patterns;
  const measured = {
    seeds,
    examples: scores[0].length,
    ...(patterns.grouped && { groups: count }),
  };
  if (seeds === 1) {
    const mean = sums.bySeed[0] / count;
    const { squares } = linearizedSquares(sums, mean);
    const perExample = Math.max(0, squares - count * mean ** 2) / (count - 1);
    return { perSeed: 0, perExample, perScore: 0, ...measured };
  }
  const ofMean = varianceComponents(sums);
  return {
    perSeed: Math.max(0, ofMean.seeds - ofMean.residual) * seeds,
    perExample: Math.max(0, ofMean.examples - ofMean.residual) * count,
    perScore: ofMean.residual * seeds * count,
    ...measured,
  };
}

/** How many seeds and test examples an interval needs. */
export interface SampleSize {
  readonly seeds: number;
  readonly examples: number;
  /** Where examples come in groups: of so many groups, of the size that they have. */
  readonly groups?: number;
}

/** What an interval has to exclude, and how surely. */
export interface SampleSizeOptions {
  /**
   * How far the true mean lies from the value that the interval has to exclude: the difference itself, where
   * that is zero. Above 0.
   */
  readonly distance: number;
  /** In what share of experiments it should: by default 0.8. With 0.5 the expected interval just does. */
  readonly power?: number;
  /** Of the interval; by default 0.95. */
  readonly confidence?: number;
}

/** With more than this share of the variance, seeds are raised. */
const mostOfSeeds = 0.9;
/** Up to this share. */
const enoughOfSeeds = 0.5;
/** More is no answer. */
const most = 1e8;

/**
 * How many test examples an experiment needs, so that the interval of {@link scoreInterval} excludes a value
 * (a difference of zero, a margin) with the given power.
 *
 * The number of seeds stays as it is where that can be enough. Where the seeds alone vary too much, no number
 * of examples would do; it is raised then until the examples that there are would be enough, or seeds make up no
 * more than half of the variance that is allowed.
 *
 * The standard error has to be the distance over the sum of two quantiles of Student's t, that of the
 * confidence and that of the power (Chow, Shao, Wang and Lokhnygina 2017, "Sample size calculations in clinical
 * research", chapter 3), here with the two crossed sources of variance of {@link varianceComponents}
 * (Hillis, Obuchowski and Berbaum 2011, "Power estimation for multireader ROC methods").
 *
 * Assumes that further seeds and examples vary as those that were measured do. With few seeds their variance
 * is known roughly, and so is the result: from five seeds and 200 examples half of the results lie within a
 * quarter of the truth, and four of five between 0.6 and 1.4 times the truth (simulated in the tests).
 *
 * @returns null where more than a hundred million examples would be needed.
 * @throws RangeError where the distance is not above 0, or power or confidence not between 0 and 1.
 * @example
 * // Differences with a standard deviation of 0.5 from example to example, none from seed to seed.
 * const variance = { perSeed: 0, perExample: 0.25, perScore: 0, seeds: 5, examples: 200 };
 * sampleSize(variance, { distance: 0.05 }).examples; // 787
 */
export function sampleSize(
  variance: ScoreVariance,
  { distance, power = 0.8, confidence = 0.95 }: SampleSizeOptions,
): SampleSize | null {
  if (!(distance > 0)) throw new RangeError(`the distance must be above 0, got ${distance}`);
  for (const [name, share] of Object.entries({ power, confidence })) {
    if (!(share > 0 && share < 1)) {
      throw new RangeError(`the ${name} must lie between 0 and 1, got ${share}`);
    }
  }
  const { perSeed, perExample, perScore, groups } = variance;
  const asked = { distance, power, confidence };
  const withSeeds = (seeds: number): SampleSize | null => {
    const units = fewestExamples(variance, seeds, asked);
    if (units === null) return null;
    if (groups === undefined) return { seeds, examples: units };
    return { seeds, examples: Math.ceil((units * variance.examples) / groups), groups: units };
  };
  if (perSeed + perExample + perScore === 0) {
    // What could differ unseen: see scoreInterval.
    const unseen = distance >= 1 ? 2 : Math.log((1 - confidence) / 2) / Math.log(1 - distance);
    return { seeds: variance.seeds, examples: Math.max(2, Math.ceil(unseen)) };
  }
  if (shareOfSeeds(variance, variance.seeds, asked) <= mostOfSeeds) {
    return withSeeds(variance.seeds);
  }
  const units = groups ?? variance.examples;
  let seeds = variance.seeds + 1;
  let needed = withSeeds(seeds);
  // More seeds are cheaper than more examples, but fewer examples than there are would save nothing.
  while (
    seeds < most &&
    shareOfSeeds(variance, seeds, asked) > enoughOfSeeds &&
    !(needed && (needed.groups ?? needed.examples) <= units)
  ) {
    seeds = Math.ceil(seeds * 1.05);
    needed = withSeeds(seeds);
  }
  return needed;
}

/** The share of the allowed variance that seeds take, with any number of examples. */
function shareOfSeeds(
  { perSeed }: ScoreVariance,
  seeds: number,
  asked: Required<SampleSizeOptions>,
): number {
  if (perSeed === 0) return 0;
  // With examples without end the seeds alone vary, with one degree of freedom less than there are.
  return perSeed / seeds / (asked.distance / quantiles(seeds - 1, asked)) ** 2;
}

const quantiles = (degrees: number, { power, confidence }: Required<SampleSizeOptions>): number =>
  Math.max(
    // With less power than a half, the interval would have to be lucky.
    studentQuantile((1 + confidence) / 2, degrees) + studentQuantile(power, degrees),
    Number.MIN_VALUE,
  );

/** The fewest examples, or groups, with so many seeds; null where there are none. */
function fewestExamples(
  { perSeed, perExample, perScore }: ScoreVariance,
  seeds: number,
  asked: Required<SampleSizeOptions>,
): number | null {
  const isEnough = (examples: number): boolean => {
    const ofSeeds = perSeed / seeds + perScore / seeds / examples;
    const variance = Math.max(
      perSeed / seeds + perExample / examples + perScore / seeds / examples,
      Number.MIN_VALUE,
    );
    const share = seeds > 1 ? ofSeeds / variance : 0;
    const degrees = 1 / (share / Math.max(1, seeds - 1) + (1 - share) / (examples - 1));
    return quantiles(degrees, asked) * Math.sqrt(variance) <= asked.distance;
  };
  let enough = 2;
  while (!isEnough(enough)) {
    enough *= 2;
    if (enough > most) return null;
  }
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return Math.max(2, enough);
}
