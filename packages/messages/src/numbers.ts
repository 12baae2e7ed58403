/** A count with thousands separators: 13266500 → `13,266,500`. */
export const count = (n: number): string =>
  // Not toLocaleString, which loads the tables of a locale first: a tenth of what `explain` takes.
  n.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');

/** A number with its decimals and a true minus sign: `−0.40`, and `0.00` for what rounds to zero. */
export function decimal(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A number with its sign: `+0.40`, `−0.40`, and `0.00` for what rounds to zero. */
export function signedDecimal(value: number, digits = 2): string {
  const text = decimal(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** The decimals with which the largest of some numbers has four digits: none for 1234, two for 12.34, six at most. */
export function decimalsOf(...values: readonly number[]): number {
  const largest = Math.max(...values.map(Math.abs));
  if (!(largest > 0) || !Number.isFinite(largest)) return 2;
  return Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest))));
}

/** A number with its unit: `3.2 px`, and `12°`, which stands close. */
export const withUnit = (value: number | string, unit: string | undefined): string =>
  unit === undefined ? String(value) : `${value}${unit === '°' ? '' : ' '}${unit}`;

/** How a figure is written: shares in percent, other numbers with four digits and their unit. */
export const figureText = (
  value: number,
  { isShare, unit }: { readonly isShare: boolean; readonly unit: string | null },
): string =>
  isShare ? percent(value) : withUnit(decimal(value, decimalsOf(value)), unit ?? undefined);

/** A share in percent without its sign, for tables that name the unit: 0.98765 → `98.77`. */
export const inPercent = (share: number, digits = 2): string => decimal(100 * share, digits);

/** A share in percent: 0.98765 → `98.77 %`. */
export const percent = (share: number, digits = 2): string => `${inPercent(share, digits)} %`;

/** A difference of shares in percentage points, with its sign: 0.0123 → `+1.23`, -0.004 → `−0.40`. */
export function points(difference: number, digits = 2): string {
  const text = inPercent(difference, digits);
  return difference > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** An interval of shares in percent: `[98.70, 99.00]`; empty without one. */
export const percentInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null ? '' : `[${inPercent(low, digits)}, ${inPercent(high, digits)}]`;

/** An interval of differences in percentage points: `[−1.60, +0.20]`; empty without one. */
export const pointsInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null ? '' : `[${points(low, digits)}, ${points(high, digits)}]`;

/**
 * As many decimals as an interval of percentage points needs, two or more: no end of an interval that
 * excludes zero is written as zero, and none is written as narrower than it is by much.
 */
export function pointDigits(low: number | null, high: number | null): number {
  if (low === null || high === null) return 2;
  const excludesZero = low > 0 || high < 0;
  const nearest = 100 * Math.min(Math.abs(low), Math.abs(high));
  const width = 100 * (high - low);
  let digits = 2;
  while (
    digits < 4 &&
    ((excludesZero && Number(nearest.toFixed(digits)) === 0) ||
      (width > 0 && width < 2 * 10 ** -digits))
  ) {
    digits++;
  }
  return digits;
}

/**
 * A probability as papers write it: `0.031`, and `< 0.001` below that. Rounding never moves it to the
 * other side of 0.05: `< 0.05`, `0.0503`.
 */
export function probability(p: number): string {
  if (p < 0.001) return '< 0.001';
  const text = p.toFixed(3);
  if (text !== '0.050' || p === 0.05) return text;
  return p < 0.05 ? '< 0.05' : String(Math.ceil(p * 1e4) / 1e4);
}

/** A duration: `4.2 s`, `3 min 20 s`, `1 h 5 min`; `?` where it is not known. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}

/** A size of memory, in binary units: 512345678 → `489 MiB`. */
export const mebibytes = (bytes: number): string => `${count(bytes / 2 ** 20)} MiB`;

/** A size of files and downloads, in decimal units: `12.3 kB`, `9.9 MB`, `274 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1e5) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
