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
import { type Chart, chartOf } from '../chart.ts';
import { points, pointsInterval } from '../numbers.ts';
import { differencesTo, isMeasured, isShown, ranked, referenceOf } from './ranking.ts';

const inPercent = (share: number): number => 100 * share;
const inPercentOrNone = (share: number | null): number | null =>
  share === null ? null : 100 * share;

/** Networks whose sizes differ by less than this factor count as equally large. */
const equalSize = 1.05;

/**
 * How many sizes there are. With two, as where all strategies are equally large and one baseline cannot
 * be, nearly all points of a chart by size would lie above each other.
 */
function numberOfSizes(strategies: readonly ComparedStrategy[]): number {
  const sizes = strategies.map(({ parameters }) => parameters).sort((a, b) => a - b);
  return sizes.filter((size, i) => i === 0 || size > equalSize * sizes[i - 1]).length;
}

/** All charts of one experiment, without their files' prefix; none where no trial finished. */
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

/** A strategy looks the same in every chart. */
const lookOf = ({ strategies }: ExperimentComparison, name: string): SeriesLook =>
  seriesLook(strategies.findIndex((strategy) => strategy.name === name));

/** What a mark stands for. */
const meanWords = ({ seeds }: ExperimentComparison): string =>
  seeds.length === 1 ? 'one seed' : `mean over ${seeds.length} seeds and its 95 % interval`;

function accuracyChart(experiment: ExperimentComparison): Chart {
  const strategies = ranked(experiment);
  const single = experiment.seeds.length === 1;
  return chartOf({
    name: 'accuracy',
    caption:
      `Test accuracy of each strategy: ${meanWords(experiment)}` +
      (single ? '.' : '; dots under it are single seeds.'),
    alt: `Test accuracy of ${strategies.length} strategies with 95 % intervals, the highest first`,
    drawing: intervalRows(
      strategies.map(({ name, accuracy: { mean, low, high, values } }) => ({
        label: name,
        value: inPercent(mean),
        low: inPercentOrNone(low),
        high: inPercentOrNone(high),
        singles: single ? [] : values.filter((value) => value !== null).map(inPercent),
        ...lookOf(experiment, name),
        filled: true,
        numbers: inPercent(mean).toFixed(2),
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
        mean: inPercent(mean),
        low: inPercentOrNone(low),
        high: inPercentOrNone(high),
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
      `Accuracy less that of ${reference}, paired by seed and test example, with 95 % intervals. ` +
      `Filled marks: interval and corrected test both show a difference.`,
    alt: `Differences of accuracy to ${reference} with 95 % intervals`,
    drawing: intervalRows(
      differences.map((each) => ({
        label: each.strategy,
        value: inPercent(each.difference),
        low: inPercentOrNone(each.low),
        high: inPercentOrNone(each.high),
        ...lookOf(experiment, each.strategy),
        filled: isShown(each),
        numbers: `${points(each.difference)} ${pointsInterval(each.low, each.high)}`.trim(),
      })),
      { axisTitle: `difference to ${reference} (percentage points)`, percent: false, zero: 0 },
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
          mean: inPercent(mean),
          low: inPercentOrNone(low),
          high: inPercentOrNone(high),
        })),
      },
    ];
  });
  if (series.length === 0) return null;
  const sizes = [...new Set(series.flatMap((curve) => curve.points.map(({ x }) => x)))];
  return chartOf({
    name: 'learning-curve',
    caption:
      'Test accuracy by the number of training examples (logarithmic), with 95 % intervals as bands.',
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
            mean: inPercent(mean),
            low: inPercentOrNone(low),
            high: inPercentOrNone(high),
          })),
        },
      ];
    });
    if (series.length === 0) return [];
    return [
      chartOf({
        name: `shift-${axis}`,
        caption:
          `Test accuracy when every test input is moved along ${axis}, with 95 % intervals as bands; ` +
          `nothing was trained on moved inputs.`,
        alt: `Accuracy of ${series.length} strategies by the shift of inputs along ${axis}`,
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
            alt: `Confusion matrix of ${name}: true classes in rows, predicted ones in columns`,
            drawing: confusionMatrix(classes, confusion),
          }),
        ],
  );
}
