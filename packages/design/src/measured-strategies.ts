import { type ExperimentComparison, outcomeOfPair } from '@axiswise/compare';
import { findPair, reverseDifference } from '@axiswise/statistics';
import type { DesignedStrategy, MeasuredMean } from './design-result.ts';

type Compared = Pick<ExperimentComparison, 'pairs' | 'task'> & {
  readonly strategies: readonly Pick<
    ExperimentComparison['strategies'][number],
    'name' | 'parameters' | 'accuracy' | 'score' | 'metrics' | 'expectation' | 'trained'
  >[];
};

/** What was measured of every strategy, in the order of the declaration, beside the recommended one. */
export const measuredStrategies = (
  recommended: string,
  { strategies, pairs, task }: Compared,
): DesignedStrategy[] =>
  strategies.map(({ name, parameters, accuracy, score, metrics, expectation, trained }) => {
    const pair = findPair(pairs, recommended, name);
    const ahead = pair && (pair.a === recommended ? pair : reverseDifference(pair));
    return {
      name,
      expectation: expectation ?? 'a baseline without filters',
      parameters,
      untrained: trained && trained.verdict !== 'trained' ? trained.because : [],
      accuracy: meanOf(accuracy),
      ...(score && { score: meanOf(score) }),
      ...(task && {
        metrics: Object.fromEntries(
          Object.keys(task.metrics).flatMap((metric) =>
            metrics?.[metric] ? [[metric, meanOf(metrics[metric])]] : [],
          ),
        ),
      }),
      behind: ahead
        ? {
            difference: ahead.difference,
            low: ahead.low,
            high: ahead.high,
            outcome: outcomeOfPair(recommended, pair, strategies, task?.score.better),
            verdict: pair.verdict,
          }
        : null,
    };
  });

const meanOf = ({ mean, low, high }: MeasuredMean): MeasuredMean => ({ mean, low, high });
