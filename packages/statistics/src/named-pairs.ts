import type { Metric } from './metrics.ts';
import { isSignificant } from './verdict.ts';

/** Two strategies that are compared, by their names. */
interface NamedPair {
  readonly a: string;
  readonly b: string;
}

/** The pair of two strategies, whichever of them it names first; undefined where there is none. */
export const findPair = <Pair extends NamedPair>(
  pairs: readonly Pair[],
  one: string | null | undefined,
  other: string | null | undefined,
): Pair | undefined =>
  pairs.find(({ a, b }) => (a === one && b === other) || (a === other && b === one));

/**
 * The one of a pair that is shown to be better; undefined where none is.
 *
 * @param better which scores are: by default higher ones, as accuracies.
 */
export const aheadIn = (
  pair: NamedPair & { readonly difference: number } & Parameters<typeof isSignificant>[0],
  better: Metric['better'] = 'higher',
): string | undefined =>
  isSignificant(pair)
    ? pair.difference > 0 === (better === 'higher')
      ? pair.a
      : pair.b
    : undefined;

/** A difference with its interval; null with a single seed. */
interface Difference {
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The same difference of `b` less `a`. */
export const reverseDifference = <Of extends Difference>(of: Of): Of => ({
  ...of,
  difference: -of.difference,
  low: negated(of.high),
  high: negated(of.low),
});

const negated = (value: number | null): number | null => (value === null ? null : -value);
