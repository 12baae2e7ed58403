import { meanInterval } from '@axiswise/statistics';
import type { MeanOverSeeds } from './comparison.ts';

/** The mean over the seeds whose trial finished, with its interval. */
export function meanOverSeeds(values: readonly (number | null)[]): MeanOverSeeds {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { mean: NaN, low: null, high: null, values };
  const { mean, low, high } = meanInterval(known);
  return { mean, low, high, values };
}

/** Cuts the interval of a proportion at 0 and 1, beyond which Student's t with few seeds may reach. */
export const clampToUnit = (mean: MeanOverSeeds): MeanOverSeeds => clampTo([0, 1], mean);

/** Cuts the interval of what lies between a least and a largest value. */
export const clampTo = (
  [least, largest]: readonly [number, number],
  { mean, low, high, values }: MeanOverSeeds,
): MeanOverSeeds => ({
  mean,
  low: low === null ? null : Math.max(least, low),
  high: high === null ? null : Math.min(largest, high),
  values,
});
