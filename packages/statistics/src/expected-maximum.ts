/** The best of some trials, as it would come out on average. */
export interface ExpectedMaximum {
  readonly trials: number;
  readonly mean: number;
  /** From one random search of so many trials to another. */
  readonly standardDeviation: number;
}

/**
 * The best validation score that a random search of 1, 2, … n trials is expected to find, from the scores
 * of n trials (Dodge et al. 2019, "Show your work", equation 4): what the strategies would reach with
 * smaller budgets for tuning.
 *
 * Scores of further trials are taken to be distributed as those at hand. Near n that is too pessimistic,
 * since no trial can be better than the best at hand (Tang et al. 2020).
 *
 * @param scores of trials that were drawn independently, from the same space.
 * @param better `lower` for a loss: the expected minimum.
 * @returns for 1 to n trials.
 * @throws RangeError where there is no score, or one is not finite.
 * @example
 * const [one, two] = expectedMaximum([0.5, 0.75]);
 * one; // { trials: 1, mean: 0.625, standardDeviation: 0.125 }
 * two.mean; // 0.6875
 */
export function expectedMaximum(
  scores: readonly number[],
  { better = 'higher' }: { readonly better?: 'higher' | 'lower' } = {},
): ExpectedMaximum[] {
  if (scores.length === 0 || !scores.every(Number.isFinite)) {
    throw new RangeError(
      `scores must be finite numbers, one a trial, got ${scores.join(', ') || 'none'}`,
    );
  }
  const n = scores.length;
  // From the worst to the best; equal scores need not be joined, their probabilities add up.
  const sorted = [...scores].sort((a, b) => (better === 'higher' ? a - b : b - a));
  return sorted.map((_, index) => {
    const trials = index + 1;
    const probability = (i: number): number => ((i + 1) / n) ** trials - (i / n) ** trials;
    const mean = sorted.reduce((sum, score, i) => sum + probability(i) * score, 0);
    const variance = sorted.reduce(
      (sum, score, i) => sum + probability(i) * (score - mean) ** 2,
      0,
    );
    return { trials, mean, standardDeviation: Math.sqrt(variance) };
  });
}
