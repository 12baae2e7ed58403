export interface Ticks {
  readonly domain: [number, number];
  readonly values: number[];
}

/** Round numbers along an axis that holds all of some values; the axis ends on them. */
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

/** Ticks for shares in percent: none outside 0 to 100, where no share can be. */
export function percentTicks(values: readonly number[], about?: number): Ticks {
  const { domain, values: all } = niceTicks(values, about);
  const within = all.filter((value) => value >= 0 && value <= 100);
  return { domain: [Math.max(0, domain[0]), Math.min(100, domain[1])], values: within };
}
