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
  // Closer values would have the same ticks, which are rounded below.
  if (high - low < 1e-8) [low, high] = [low - 0.5, high + 0.5];
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

/**
 * Places ticks at 1, 2 and 5 times powers of ten, at fewer of them over many decades, around all values;
 * the axis ends at ticks.
 */
export function niceLogTicks(values: readonly number[]): Ticks {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const decades = Math.log10(high / low);
  const factors = decades > 3 ? [1] : decades > 1.6 ? [1, 3] : [1, 2, 5];
  const powers = [Math.floor(Math.log10(low)) - 1, Math.floor(Math.log10(high)) + 1];
  const all: number[] = [];
  for (let power = powers[0]; power <= powers[1]; power++) {
    all.push(...factors.map((n) => Number(`${n}e${power}`)));
  }
  // A value may lie beside a tick by rounding.
  const first = all.findLastIndex((tick) => tick <= low * (1 + 1e-9));
  const last = all.findIndex((tick) => tick >= high * (1 - 1e-9));
  // One value alone lies between two ticks.
  const shown = all.slice(Math.max(0, first - Number(first === last)), last + 1);
  return { domain: [shown[0], shown[shown.length - 1]], values: shown };
}

/** Round numbers between the smallest and the largest value, and these two: a tick at each end of the data. */
export function ticksToEnds(values: readonly number[], about = 5): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const between = niceTicks(values, about).values.filter((tick) => tick > low && tick < high);
  return [...new Set([low, ...between, high])];
}

/** Texts of ticks, all with the decimals that the finest needs: `−0.5`, `0.0`, `1,000`. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = Math.max(0, ...values.map((value) => decimalsOf(value)));
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return values.map((value) => value.toLocaleString('en-US', format).replace('-', '−'));
}

/** Of up to nine, as ticks have; a small number as text may have an exponent instead. */
const decimalsOf = (value: number): number =>
  value.toFixed(9).replace(/0+$/, '').split('.')[1].length;

/** Texts of large counts: `500`, `50k`, `1.5M`. */
export const countTexts = (values: readonly number[]): string[] =>
  values.map((value) => {
    const [unit, suffix] = value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
    return value < 1e3 ? String(value) : `${Number((value / unit).toFixed(2))}${suffix}`;
  });
