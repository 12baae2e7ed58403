/** What two strategies' comparison gave, as far as words need it. */
export interface Compared {
  readonly a: string;
  readonly b: string;
  /** Mean accuracy of `a` less that of `b`, with its 95 % interval, as shares of 1. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Corrected for the number of pairs. */
  readonly pHolm: number | null;
  readonly seeds: number;
}

/** Whether interval and corrected test both show a difference. */
export const isShown = ({ low, high, pHolm }: Pick<Compared, 'low' | 'high' | 'pHolm'>): boolean =>
  low !== null && high !== null && (low > 0 || high < 0) && pHolm !== null && pHolm < 0.05;

/**
 * Says in one sentence what the numbers allow: `better` only where the 95 % interval excludes zero and
 * the corrected p-value is below 0.05.
 *
 * @example
 * const numbers = { a: 'slide', b: 'span', difference: 0.032, low: 0.021, high: 0.043 };
 * verdict({ ...numbers, pHolm: 0.004, seeds: 5 });
 * // 'slide is better than span by 3.2 points (95 % interval 2.1 to 4.3, p = 0.004, 5 seeds)'
 * verdict({ ...numbers, low: -0.001, pHolm: 0.08, seeds: 5 });
 * // 'no difference shown between slide and span with 5 seeds (3.2 points, 95 % interval -0.1 to 4.3, p = 0.080)'
 */
export function verdict(compared: Compared): string {
  const { a, b, difference, low, high, pHolm, seeds } = compared;
  if (low === null || high === null || pHolm === null) {
    return (
      `one seed shows nothing of ${a} and ${b} in general ` +
      `(a difference of ${points(difference)} points between these two nets)`
    );
  }
  const interval = `95 % interval ${points(low)} to ${points(high)}, ${pValue(pHolm)}`;
  if (!isShown(compared)) {
    return (
      `no difference shown between ${a} and ${b} with ${seeds} seeds ` +
      `(${points(difference)} points, ${interval})`
    );
  }
  const [better, worse] = difference > 0 ? [a, b] : [b, a];
  const [from, to] = difference > 0 ? [low, high] : [-high, -low];
  return (
    `${better} is better than ${worse} by ${points(Math.abs(difference))} points ` +
    `(95 % interval ${points(from)} to ${points(to)}, ${pValue(pHolm)}, ${seeds} seeds)`
  );
}

const points = (share: number): string => {
  const text = (100 * share).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
};

const pValue = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);
