import { mean } from './mean.ts';

/**
 * Hedges' g: the difference of two means in units of their pooled standard deviation, with the
 * correction for few values (Hedges 1981). Positive where the first is larger.
 *
 * For accuracies of seeds: 2 means that the strategies lie two standard deviations of a seed apart.
 * Null where a group has fewer than two values or neither has any spread.
 *
 * @example
 * hedgesG([2, 4, 6], [1, 3, 5]); // 0.4
 */
export function hedgesG(first: readonly number[], second: readonly number[]): number | null {
  if (first.length < 2 || second.length < 2) return null;
  const squares = (values: readonly number[]): number => {
    const centre = mean(values);
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  };
  const degrees = first.length + second.length - 2;
  const pooled = Math.sqrt((squares(first) + squares(second)) / degrees);
  if (pooled === 0) return null;
  return ((mean(first) - mean(second)) / pooled) * (1 - 3 / (4 * degrees - 1));
}
