import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import {
  confusionMatrix,
  type Curve,
  curves,
  intervalRows,
  labelledPoints,
  mostClassesDrawn,
  seriesLook,
  type SeriesLook,
} from '@axiswise/drawing';
import { inPercent, points, pointsInterval } from '@axiswise/messages';
import { type Chart, chartOf } from '../chart.ts';
import { differencesTo, isMeasured, isShown, ranked, referenceOf } from './ranking.ts';

const hundredfold = (share: number): number => 100 * share;
const hundredfoldOrNull = (share: number | null): number | null =>
  share === null ? null : 100 * share;

/** Networks whose sizes differ by less than this factor count as equally large. */
const equalSize = 1.05;

/**
 * Counts the different sizes. With two of them, as where all strategies are equally large but for one
 * baseline, nearly all points of a chart by size would lie above each other.
 */
function numberOfSizes(strategies: readonly ComparedStrategy[]): number {
  const sizes = strategies.map(({ parameters }) => parameters).sort((a, b) => a - b);
  return sizes.filter((size, i) => i === 0 || size > equalSize * sizes[i - 1]).length;
}

/** Draws all charts of one experiment; none where no trial finished. */
export function comparisonCharts(experiment: ExperimentComparison): Chart[] {
  if (ranked(experiment).length === 0) return [];
  return [
    accuracyChart(experiment),
    sizeChart(experiment),
    differenceChart(experiment),
    learningChart(experiment),
    ...shiftCharts(experiment),
    ...confusionCharts(experiment),
  ].filter((chart) => chart !== null);
}

/** The look of a strategy, the same in every chart. */
const lookOf = ({ strategies }: ExperimentComparison, name: string): SeriesLook =>
  seriesLook(strategies.findIndex((strategy) => strategy.name === name));

/** What a mark shows. */
const meanWords = ({ seeds }: ExperimentComparison): string =>
  seeds.length === 1 ? 'one seed' : `mean over ${seeds.length} seeds and its 95 % interval`;

function accuracyChart(experiment: ExperimentComparison): Chart {
  const strategies = ranked(experiment);
  const single = experiment.seeds.length === 1;
  return chartOf({
    name: 'accuracy',
    caption:
      `Test accuracy of each strategy: ${meanWords(experiment)}` +
      (single ? '.' : '; the dots below are single seeds.'),
    alt: `Test accuracy of ${strategies.length} strategies with 95 % intervals, the highest first`,
    drawing: intervalRows(
      strategies.map(({ name, accuracy: { mean, low, high, values } }) => ({
        label: name,
        value: hundredfold(mean),
        low: hundredfoldOrNull(low),
        high: hundredfoldOrNull(high),
        singles: single ? [] : values.filter((value) => value !== null).map(hundredfold),
        ...lookOf(experiment, name),
        filled: true,
        numbers: inPercent(mean),
      })),
      { axisTitle: 'test accuracy (%)', percent: true },
    ),
  });
}

function sizeChart(experiment: ExperimentComparison): Chart | null {
  const strategies = ranked(experiment);
  if (numberOfSizes(strategies) < 3) return null;
  return chartOf({
    name: 'size',
    caption: `Test accuracy against the number of parameters: ${meanWords(experiment)}.`,
    alt: `Test accuracy of ${strategies.length} strategies against their numbers of parameters`,
    drawing: labelledPoints(
      strategies.map(({ name, parameters, accuracy: { mean, low, high } }) => ({
        name,
        look: lookOf(experiment, name),
        x: parameters,
        mean: hundredfold(mean),
        low: hundredfoldOrNull(low),
        high: hundredfoldOrNull(high),
      })),
      { xTitle: 'parameters', yTitle: 'test accuracy (%)' },
    ),
  });
}

function differenceChart(experiment: ExperimentComparison): Chart | null {
  const reference = referenceOf(experiment);
  if (reference === null) return null;
  const differences = differencesTo(experiment, reference)
    .filter(({ difference }) => Number.isFinite(difference))
    .sort((a, b) => b.difference - a.difference);
  if (differences.length === 0) return null;
  return chartOf({
    name: 'differences',
    caption:
      `Test accuracy minus that of ${reference}, paired by seed and test example, with 95 % intervals. ` +
      `Filled marks: both the interval and the corrected test show a difference.`,
    alt: `Differences of test accuracy from ${reference} with 95 % intervals`,
    drawing: intervalRows(
      differences.map((each) => ({
        label: each.strategy,
        value: hundredfold(each.difference),
        low: hundredfoldOrNull(each.low),
        high: hundredfoldOrNull(each.high),
        ...lookOf(experiment, each.strategy),
        filled: isShown(each),
        numbers: `${points(each.difference)} ${pointsInterval(each.low, each.high)}`.trim(),
      })),
      { axisTitle: `difference from ${reference} (percentage points)`, percent: false, zero: 0 },
    ),
  });
}

function learningChart(experiment: ExperimentComparison): Chart | null {
  const series = experiment.strategies.flatMap(({ name, learningCurve }): Curve[] => {
    const measured = learningCurve.filter(({ accuracy }) => isMeasured(accuracy));
    if (measured.length < 2) return [];
    return [
      {
        name,
        look: lookOf(experiment, name),
        points: measured.map(({ trainExamples, accuracy: { mean, low, high } }) => ({
          x: trainExamples,
          mean: hundredfold(mean),
          low: hundredfoldOrNull(low),
          high: hundredfoldOrNull(high),
        })),
      },
    ];
  });
  if (series.length === 0) return null;
  const sizes = [...new Set(series.flatMap((curve) => curve.points.map(({ x }) => x)))];
  return chartOf({
    name: 'learning-curve',
    caption:
      'Test accuracy against the number of training examples (logarithmic), with 95 % intervals as bands.',
    alt: `Learning curves of ${series.length} strategies`,
    drawing: curves(series, {
      xTitle: 'training examples',
      yTitle: 'test accuracy (%)',
      logarithmic: true,
      xTicks: sizes.sort((a, b) => a - b),
    }),
  });
}

function shiftCharts(experiment: ExperimentComparison): Chart[] {
  return experiment.axes.flatMap(({ name: axis }): Chart[] => {
    const series = experiment.strategies.flatMap(({ name, shifts }): Curve[] => {
      const measured = (shifts.find((curve) => curve.axis === axis)?.points ?? []).filter(
        ({ accuracy }) => isMeasured(accuracy),
      );
      if (measured.length < 2) return [];
      return [
        {
          name,
          look: lookOf(experiment, name),
          points: measured.map(({ shift, accuracy: { mean, low, high } }) => ({
            x: shift,
            mean: hundredfold(mean),
            low: hundredfoldOrNull(low),
            high: hundredfoldOrNull(high),
          })),
        },
      ];
    });
    if (series.length === 0) return [];
    return [
      chartOf({
        name: `shift-${axis}`,
        caption:
          `Test accuracy when every test input is shifted along ${axis}, with 95 % intervals as bands; ` +
          `no network was trained on shifted inputs.`,
        alt: `Test accuracy of ${series.length} strategies against the shift of inputs along ${axis}`,
        drawing: curves(series, {
          xTitle: `shift along ${axis} (positions)`,
          yTitle: 'test accuracy (%)',
          logarithmic: false,
        }),
      }),
    ];
  });
}

function confusionCharts({ strategies, classes }: ExperimentComparison): Chart[] {
  if (classes.length > mostClassesDrawn) return [];
  return strategies.flatMap(({ name, confusion }): Chart[] =>
    confusion === null
      ? []
      : [
          chartOf({
            name: `confusion-${name}`,
            caption: name,
            alt: `Confusion matrix of ${name}: true labels in rows, predictions in columns`,
            drawing: confusionMatrix(classes, confusion),
          }),
        ],
  );
}
