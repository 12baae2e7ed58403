/** The ends of an axis and the values of its ticks. */
export interface Ticks {
  readonly domain: [number, number];
  readonly values: number[];
}

/** Places ticks at round numbers on an axis that contains all values; the axis ends at ticks. */
export function niceTicks(values: readonly number[], about = 5): Ticks {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (!Number.isFinite(low)) [low, high] = [0, 1];
  if (high - low < 1e-9) [low, high] = [low - 0.5, high + 0.5];
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((each) => each >= rough * 0.999)!;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  const all = Array.from({ length: to - from + 1 }, (_, i) =>
    Number(((from + i) * step).toFixed(9)),
  );
  return { domain: [all[0], all[all.length - 1]], values: all };
}

/** Ticks for percentages: none outside 0 to 100. */
export function percentTicks(values: readonly number[], about?: number): Ticks {
  const { domain, values: all } = niceTicks(values, about);
  const within = all.filter((value) => value >= 0 && value <= 100);
  return { domain: [Math.max(0, domain[0]), Math.min(100, domain[1])], values: within };
}

/** Ticks at 1, 2 and 5 times powers of ten within a domain, as many as fit. */
export function logarithmicTicks([low, high]: readonly [number, number]): number[] {
  const decades = Math.log10(high / low);
  const factors = decades > 3 ? [1] : decades > 1.6 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    ticks.push(...factors.map((n) => n * power).filter((at) => at >= low && at <= high));
  }
  return ticks;
}

/** Texts of ticks, all with the decimals that the finest needs: `−0.5`, `0.0`, `1,000`. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(value)));
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return values.map((value) => value.toLocaleString('en-US', format).replace('-', '−'));
}

const decimalsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0;

/** Texts of large counts: `500`, `50k`, `1.5M`. */
export const countTexts = (values: readonly number[]): string[] =>
  values.map((value) => {
    const [unit, suffix] = value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
    return value < 1e3 ? String(value) : `${Number((value / unit).toFixed(2))}${suffix}`;
  });
