import { inPercent, pointDigits, points, probability } from '@axiswise/messages';

/** The numbers of a paired comparison of two strategies, as far as its verdict needs them. */
export interface PairedComparison {
  readonly a: string;
  readonly b: string;
  /** Mean accuracy of `a` less that of `b`, with its 95 % interval, as shares of 1. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Corrected for the number of pairs. */
  readonly pHolm: number | null;
  readonly seeds: number;
  /** With one seed: the interval over test examples alone, of the two models at hand. */
  readonly overExamples?: { readonly low: number; readonly high: number } | undefined;
}

/** Whether the 95 % interval excludes zero and the corrected p-value is below 0.05. */
export const isSignificant = ({
  low,
  high,
  pHolm,
}: Pick<PairedComparison, 'low' | 'high' | 'pHolm'>): boolean =>
  low !== null && high !== null && (low > 0 || high < 0) && pHolm !== null && pHolm < 0.05;

/**
 * Says in one sentence what the numbers allow: `better` only where {@link isSignificant}. Where interval
 * and test disagree, no difference is shown.
 *
 * @param margin a difference that would not matter, as a share of 1: where the whole interval lies within
 * it on both sides, the sentence says so (Schuirmann 1987, at 2.5 % a side). Unused by default.
 * @returns with numbers as reports write them in tables.
 * @example
 * const numbers = { a: 'slide', b: 'span', difference: 0.032, low: 0.021, high: 0.043 };
 * verdict({ ...numbers, pHolm: 0.004, seeds: 5 });
 * // slide is better than span by 3.20 points (95 % interval 2.10 to 4.30, p = 0.004, 5 seeds)
 * verdict({ ...numbers, low: -0.001, pHolm: 0.08, seeds: 5 });
 * // no difference shown between slide and span with 5 seeds (+3.20 points, 95 % interval −0.10 to +4.30, p = 0.080)
 */
export function verdict(
  comparison: PairedComparison,
  { margin = null }: { readonly margin?: number | null } = {},
): string {
  const { a, b, difference, low, high, pHolm, seeds } = comparison;
  if (low === null || high === null || pHolm === null) {
    const { overExamples: over } = comparison;
    const between = over
      ? `models, 95 % interval over test examples ${points(over.low)} to ${points(over.high)}`
      : 'nets';
    return (
      `one seed shows nothing of ${a} and ${b} in general ` +
      `(a difference of ${inPercent(difference)} points between these two ${between})`
    );
  }
  const digits = pointDigits(low, high);
  const within =
    margin !== null && low >= -margin && high <= margin
      ? `, at most ${inPoints(margin)} apart`
      : '';
  if (!isSignificant(comparison)) {
    const interval = `95 % interval ${points(low, digits)} to ${points(high, digits)}, ${pValue(pHolm)}`;
    return (
      `no difference shown between ${a} and ${b} with ${seeds} seeds${within} ` +
      `(${points(difference, digits)} points, ${interval})`
    );
  }
  const [better, worse] = difference > 0 ? [a, b] : [b, a];
  const [from, to] = difference > 0 ? [low, high] : [-high, -low];
  return (
    `${better} is better than ${worse} by ${inPercent(Math.abs(difference), digits)} points${within} ` +
    `(95 % interval ${inPercent(from, digits)} to ${inPercent(to, digits)}, ${pValue(pHolm)}, ${seeds} seeds)`
  );
}

/** Writes `p = 0.031`, `p < 0.001`. */
export function pValue(p: number): string {
  const text = probability(p);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}

const inPoints = (share: number): string => {
  const count = Number((100 * share).toPrecision(12));
  return count === 1 ? '1 point' : `${count} points`;
};
