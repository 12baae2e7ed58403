import {
  decimal,
  decimalsOf,
  inPercent,
  pointDigits,
  points,
  signedDecimal,
  withUnit,
} from '@axiswise/messages';
import type { Metric } from './metrics.ts';
import { isSignificant, type PairedComparison, pValue } from './verdict.ts';

/** What a verdict has to know of a metric. */
export interface MetricInWords extends Pick<Metric, 'describe' | 'better' | 'largest'> {
  /** Of its numbers: `mm`; absent where they have none. */
  readonly unit?: string | undefined;
}

/**
 * Says of another metric than accuracy what {@link verdict} says of that. Metrics up to 1 are in percentage
 * points, others (log loss, squared errors) as they are, with four digits or as many decimals.
 *
 * @example
 * const numbers = { a: 'slide', b: 'span', difference: -0.12, low: -0.2, high: -0.04, pHolm: 0.01, seeds: 5 };
 * metricVerdict(numbers, metrics.logLoss);
 * // slide has a lower log loss than span by 0.1200 (95 % interval 0.0400 to 0.2000, p = 0.010, 5 seeds)
 */
export function metricVerdict(comparison: PairedComparison, metric: MetricInWords): string {
  const { a, b, difference, low, high, pHolm, seeds } = comparison;
  const { describe, better } = metric;
  const { plain, signed, measured } = wordsFor(metric, comparison);
  if (low === null || high === null || pHolm === null) {
    return (
      `one seed shows nothing of the ${describe} of ${a} and ${b} in general ` +
      `(a difference of ${measured(signed(difference))} between these two models)`
    );
  }
  if (!isSignificant(comparison)) {
    return (
      `no difference of ${describe} shown between ${a} and ${b} with ${seeds} seeds ` +
      `(${measured(signed(difference))}, 95 % interval ${signed(low)} to ${signed(high)}, ${pValue(pHolm)})`
    );
  }
  const isFirst = difference > 0 === (better === 'higher');
  const ends = [Math.abs(low), Math.abs(high)].sort((x, y) => x - y);
  return (
    `${isFirst ? a : b} has a ${better} ${describe} than ${isFirst ? b : a} by ` +
    `${measured(plain(Math.abs(difference)))} (95 % interval ${ends.map(plain).join(' to ')}, ` +
    `${pValue(pHolm)}, ${seeds} seeds)`
  );
}

/** How the numbers of a metric are written, without and with their sign, and a difference with its unit. */
function wordsFor(
  { largest, unit }: MetricInWords,
  { difference, low, high }: Pick<PairedComparison, 'difference' | 'low' | 'high'>,
) {
  if (largest === 1) {
    const digits = low === null || high === null ? 2 : pointDigits(low, high);
    return {
      plain: (value: number) => inPercent(value, digits),
      signed: (value: number) => points(value, digits),
      measured: (words: string) => `${words} points`,
    };
  }
  const digits = unit === undefined ? 4 : decimalsOf(difference, low ?? 0, high ?? 0);
  return {
    plain: (value: number) => decimal(value, digits),
    signed: (value: number) => signedDecimal(value, digits),
    measured: (words: string) => withUnit(words, unit),
  };
}
