/** 13266500 → `13,266,500`. */
export const count = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `1 seed`, `5,000 seeds`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** `a, b and c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** 0.98765 → `98.77 %`. */
export const percent = (share: number, digits = 2): string => `${(share * 100).toFixed(digits)} %`;

/** A difference of shares in percentage points, with its sign: 0.0123 → `+1.23`, -0.004 → `−0.40`. */
export function points(difference: number, digits = 2): string {
  const written = Math.abs(difference * 100).toFixed(digits);
  if (Number(written) === 0) return written;
  return `${difference < 0 ? '−' : '+'}${written}`;
}

/** An interval of shares in percent: `[98.70, 99.00]`; empty without one. */
export const percentInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null
    ? ''
    : `[${(low * 100).toFixed(digits)}, ${(high * 100).toFixed(digits)}]`.replaceAll('-', '−');

/** An interval of differences in percentage points: `[−1.60, +0.20]`; empty without one. */
export const pointsInterval = (low: number | null, high: number | null, digits = 2): string =>
  low === null || high === null ? '' : `[${points(low, digits)}, ${points(high, digits)}]`;

/** A probability as papers write it: `0.031`, and `< 0.001` below that. */
export const probability = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Seconds as people say them: `4.2 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}

/** 512345678 → `489 MiB`. */
export const mebibytes = (bytes: number): string => `${count(bytes / 2 ** 20)} MiB`;
