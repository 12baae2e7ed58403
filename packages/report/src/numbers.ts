/** Writes a share in percent without its sign, for tables that name the unit: 0.98765 → `98.77`. */
export const inPercent = (share: number, digits = 2): string => (100 * share).toFixed(digits);

/** Writes a difference of shares in percentage points, with its sign: 0.0123 → `+1.23`, -0.004 → `−0.40`. */
export function points(difference: number, digits = 2): string {
  const written = inPercent(Math.abs(difference), digits);
  if (Number(written) === 0) return written;
  return `${difference < 0 ? '−' : '+'}${written}`;
}

/** Writes an interval of shares in percent: `[98.70, 99.00]`; empty without one. */
export const percentInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null
    ? ''
    : `[${inPercent(low, digits)}, ${inPercent(high, digits)}]`.replaceAll('-', '−');

/** Writes an interval of differences in percentage points: `[−1.60, +0.20]`; empty without one. */
export const pointsInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null ? '' : `[${points(low, digits)}, ${points(high, digits)}]`;

/** Writes a probability as papers do: `0.031`, and `< 0.001` below that. */
export const probability = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));
