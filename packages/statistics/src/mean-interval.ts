import { studentQuantile } from './student-t.ts';

/** A mean with the interval that covers the true one with a probability. */
export interface MeanInterval {
  readonly mean: number;
  /** Null for a single value, whose spread is unknown. */
  readonly low: number | null;
  readonly high: number | null;
  /** With n − 1; null for a single value. */
  readonly standardDeviation: number | null;
}

/**
 * The mean of values of independent seeds with its interval by Student's t: what another set of seeds
 * would give, on the same test examples.
 *
 * @param confidence probability that the interval covers the mean of all seeds, 0.95 by default.
 * @example
 * const { mean, low, high } = meanInterval([3, 4, 5]);
 * mean; // 4
 * low!.toFixed(2); // '1.52'
 * high!.toFixed(2); // '6.48'
 */
export function meanInterval(
  values: readonly number[],
  { confidence = 0.95 }: { readonly confidence?: number } = {},
): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, low: null, high: null, standardDeviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (n - 1));
  const reach = (studentQuantile((1 + confidence) / 2, n - 1) * standardDeviation) / Math.sqrt(n);
  return { mean, low: mean - reach, high: mean + reach, standardDeviation };
}
