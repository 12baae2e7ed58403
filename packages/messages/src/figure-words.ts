import {
  decimal,
  decimalsOf,
  figureText,
  inPercent,
  percentInterval,
  pointDigits,
  points,
  pointsInterval,
  signedDecimal,
} from './numbers.ts';

/** What a figure says, and in which unit. */
export interface Figure {
  /** What it is called in print: `mean squared error`. */
  readonly describe: string;
  readonly better: 'higher' | 'lower';
  /** Null where it has none. */
  readonly unit: string | null;
  /** Whether it lies between 0 and 1, and is written in percent. */
  readonly isShare: boolean;
}

/** How a figure is written, and drawn. */
export interface FigureWords {
  /** `accuracy`, `mean squared error`. */
  readonly name: string;
  /** With its unit, for axes and columns: `accuracy (%)`, `mean squared error (°²)`. */
  readonly title: string;
  readonly better: Figure['better'];
  /** `highest` where higher is better. */
  readonly best: 'highest' | 'lowest';
  readonly isShare: boolean;
  /** What values are multiplied by where they are drawn: 100 for percent. */
  readonly scale: number;
  /** With its unit: `98.85 %`, `34.21 °²`. */
  readonly value: (value: number) => string;
  /** Where the unit stands above it: `98.85`, `34.21`. */
  readonly number: (value: number) => string;
  readonly interval: (low: number | null, high: number | null) => string;
  /** With its sign; `low` and `high` decide how many digits it needs. */
  readonly difference: (difference: number, low?: number | null, high?: number | null) => string;
  readonly differenceInterval: (low: number | null, high: number | null) => string;
  /** `percentage points`, `°²`; empty without a unit. */
  readonly differenceUnit: string;
}

/** How a figure is written: in percent where it is a share, else in its unit. */
export function figureWords(figure: Figure): FigureWords {
  const { describe, better, unit, isShare } = figure;
  const common = {
    name: describe,
    better,
    best: better === 'higher' ? 'highest' : 'lowest',
    isShare,
    value: (value: number) => figureText(value, figure),
  } as const;
  if (isShare) {
    return {
      ...common,
      title: `${describe} (%)`,
      scale: 100,
      number: (value) => inPercent(value),
      interval: (low, high) => percentInterval(low, high),
      difference: (value, low = null, high = null) => points(value, pointDigits(low, high)),
      differenceInterval: (low, high) => pointsInterval(low, high, pointDigits(low, high)),
      differenceUnit: 'percentage points',
    };
  }
  const bracketed =
    (write: (value: number, digits: number) => string) =>
    (low: number | null, high: number | null): string => {
      if (low === null || high === null) return '';
      const digits = decimalsOf(low, high);
      return `[${write(low, digits)}, ${write(high, digits)}]`;
    };
  return {
    ...common,
    title: unit === null ? describe : `${describe} (${unit})`,
    scale: 1,
    number: (value) => decimal(value, decimalsOf(value)),
    interval: bracketed(decimal),
    difference: (value, low, high) => signedDecimal(value, decimalsOf(value, low ?? 0, high ?? 0)),
    differenceInterval: bracketed(signedDecimal),
    differenceUnit: unit ?? '',
  };
}
