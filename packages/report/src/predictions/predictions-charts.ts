import type { PredictionComparison } from '@axiswise/compare';
import { intervalRows } from '@axiswise/drawing';
import { decimal, inPercent } from '@axiswise/messages';
import { reverseDifference } from '@axiswise/statistics';
import { type Chart, chartOf } from '../chart.ts';
import { confusionCharts } from '../comparison/comparison-charts.ts';
import { isShown, lookOf } from '../comparison/ranking.ts';
import { metricOf, rankedModels, rankingMean, referenceOf, scoredOf } from './sentences.ts';

/** With two seeds an interval of their mean is thirteen times as wide as they lie apart. */
const fewestForInterval = 3;

/** The charts of a comparison of predictions by their place in the report. */
export interface PredictionCharts {
  readonly models: Chart;
  /** None with a single seed. */
  readonly differences: readonly Chart[];
  readonly confusions: readonly Chart[];
}

/** Draws the models by the metric that ranks them, their differences, and what they confuse. */
export function predictionCharts(comparison: PredictionComparison): PredictionCharts {
  return {
    models: meansChart(comparison),
    differences: differencesChart(comparison),
    confusions: confusionCharts(scoredOf(comparison)),
  };
}

/** How values of the metric are drawn: shares in percent, others as they are. */
function scaleOf({ metric }: PredictionComparison) {
  const { largest, describe } = metricOf(metric);
  const isShare = largest === 1;
  const scaled = (value: number): number => (isShare ? 100 * value : value);
  return {
    isShare,
    describe,
    scaled,
    scaledOrNull: (value: number | null): number | null => (value === null ? null : scaled(value)),
    numbers: (value: number): string => (isShare ? inPercent(value) : decimal(value, 4)),
  };
}

function meansChart(comparison: PredictionComparison): Chart {
  const { isShare, describe, scaled, scaledOrNull, numbers } = scaleOf(comparison);
  const models = rankedModels(comparison);
  return chartOf({
    name: 'models',
    caption:
      `Test ${describe} of each model: the mean over its seeds and, with three seeds or more, its 95 % ` +
      'interval; the dots below are single seeds.',
    alt: `Test ${describe} of ${models.length} models, the best first`,
    drawing: intervalRows(
      models.map((model) => {
        const { mean, low, high, values } = rankingMean(comparison, model)!;
        const enough = model.seeds.length >= fewestForInterval;
        return {
          label: model.name,
          value: scaled(mean),
          low: enough ? scaledOrNull(low) : null,
          high: enough ? scaledOrNull(high) : null,
          singles:
            model.seeds.length === 1 ? [] : values.filter((value) => value !== null).map(scaled),
          ...lookOf(scoredOf(comparison), model.name),
          filled: true,
          numbers: numbers(mean),
        };
      }),
      { axisTitle: `test ${describe}${isShare ? ' (%)' : ''}`, percent: isShare },
    ),
  });
}

/** The differences of all pairs with one model, the reference or the best one; none with a single seed. */
function differencesChart(comparison: PredictionComparison): Chart[] {
  const { metric, pairs } = comparison;
  const { isShare, describe, scaled, scaledOrNull, numbers } = scaleOf(comparison);
  const reference = referenceOf(comparison);
  const rows = pairs.flatMap((pair) => {
    const { a, b } = pair;
    const found = metric === 'accuracy' ? pair : pair.metrics?.[metric];
    if (!found || found.low === null || (a !== reference && b !== reference)) return [];
    const { difference, low, high } = b === reference ? found : reverseDifference(found);
    return [{ name: b === reference ? a : b, difference, ends: [low!, high!], found }];
  });
  if (rows.length === 0) return [];
  const signed = (value: number): string => (value > 0 ? '+' : '') + numbers(value);
  return [
    chartOf({
      name: 'differences',
      caption:
        `Test ${describe} minus that of ${reference}, paired by seed and test example, with 95 % intervals. ` +
        'Filled marks: both the interval and the corrected test show a difference.',
      alt: `Differences of test ${describe} from ${reference} with 95 % intervals`,
      drawing: intervalRows(
        rows
          .sort((a, b) => b.difference - a.difference)
          .map(({ name, difference, ends: [low, high], found }) => ({
            label: name,
            value: scaled(difference),
            low: scaledOrNull(low),
            high: scaledOrNull(high),
            ...lookOf(scoredOf(comparison), name),
            filled: isShown(found),
            numbers: `${signed(difference)} [${signed(low)}, ${signed(high)}]`,
          })),
        {
          axisTitle: `difference from ${reference}${isShare ? ' (percentage points)' : ''}`,
          percent: false,
          zero: 0,
        },
      ),
    }),
  ];
}
