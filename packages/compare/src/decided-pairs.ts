import { type MetricInWords, metricVerdict, type PairsSoFar, verdict } from '@axiswise/statistics';
import type { ComparedPair } from './comparison.ts';

/**
 * Pairs with what the looks after each seed showed of them: intervals and p-values that hold wherever the
 * looks stopped. Those of a fixed number of seeds, in their place, would be too narrow.
 *
 * @param score what is compared; by default accuracy.
 */
export const decidedPairs = (
  pairs: readonly ComparedPair[],
  { pairs: looked }: PairsSoFar,
  score?: MetricInWords,
): ComparedPair[] =>
  pairs.map((pair) => {
    const found = looked.find(({ a, b }) => a === pair.a && b === pair.b)!;
    const { difference, low, high, p, pHolm, seeds, decidedAfter, warning } = found;
    const { warning: ofFixed, ...others } = pair;
    const decided = {
      ...others,
      ...{ difference, low, high, p, pHolm, seeds, decidedAfter },
      ...((warning ?? ofFixed) && { warning: warning ?? ofFixed }),
    };
    // Failed trials may leave fewer seeds than the first look needs.
    const isTooFew = low === null && seeds > 1;
    const words = isTooFew
      ? `no difference shown between ${pair.a} and ${pair.b}: ${seeds} seeds are too few to look at`
      : score
        ? metricVerdict(decided, score)
        : verdict(decided);
    return { ...decided, verdict: words };
  });
