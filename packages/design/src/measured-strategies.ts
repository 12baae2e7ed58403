import { type ExperimentComparison, outcomeOfPair } from '@axiswise/compare';
import { findPair, reverseDifference } from '@axiswise/statistics';
import type { DesignedStrategy } from './design-result.ts';

type Compared = Pick<ExperimentComparison, 'pairs'> & {
  readonly strategies: readonly Pick<
    ExperimentComparison['strategies'][number],
    'name' | 'parameters' | 'accuracy' | 'expectation' | 'trained'
  >[];
};

/** What was measured of every strategy, in the order of the declaration, beside the recommended one. */
export const measuredStrategies = (
  recommended: string,
  { strategies, pairs }: Compared,
): DesignedStrategy[] =>
  strategies.map(({ name, parameters, accuracy, expectation, trained }) => {
    const pair = findPair(pairs, recommended, name);
    const ahead = pair && (pair.a === recommended ? pair : reverseDifference(pair));
    return {
      name,
      expectation: expectation ?? 'a baseline without filters',
      parameters,
      untrained: trained && trained.verdict !== 'trained' ? trained.because : [],
      accuracy: { mean: accuracy.mean, low: accuracy.low, high: accuracy.high },
      behind: ahead
        ? {
            difference: ahead.difference,
            low: ahead.low,
            high: ahead.high,
            outcome: outcomeOfPair(recommended, pair, strategies),
            verdict: pair.verdict,
          }
        : null,
    };
  });
