import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import {
  confusionMatrix,
  countTexts,
  type Curve,
  curves,
  intervalRows,
  labelledPoints,
  mostClassesDrawn,
  niceLogTicks,
} from '@axiswise/drawing';
import type { FigureWords } from '@axiswise/messages';
import { type Chart, chartOf } from '../chart.ts';
import { differencesTo, isShown, lookOf, ranked, referenceOf } from './ranking.ts';
import { scoreWords } from './score-words.ts';
import type { Scored } from './scored.ts';
import { curveOf, spreadWords } from './seed-spread.ts';
import { trainingOverview, trainingPanels } from './training-charts.ts';
import { expectedBestChart, triedPanels } from './tuning-charts.ts';

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

/** The charts of one experiment by the part of the report that shows them. */
export interface ChartsByPart {
  readonly accuracy: readonly Chart[];
  readonly result: readonly Chart[];
  readonly sizes: readonly Chart[];
  readonly learning: readonly Chart[];
  readonly shifts: readonly Chart[];
  readonly training: readonly Chart[];
  /** A small one for each strategy. */
  readonly trainingOfEach: readonly Chart[];
  readonly search: readonly Chart[];
  /** A small one for each strategy. */
  readonly searchOfEach: readonly Chart[];
  readonly confusions: readonly Chart[];
}

/** Draws all charts of one experiment; none where no trial finished. */
export const comparisonCharts = (experiment: ExperimentComparison): Chart[] =>
  Object.values(chartsByPart(experiment)).flat();

export function chartsByPart(experiment: ExperimentComparison): ChartsByPart {
  const nothing = ranked(experiment).length === 0;
  const drawn = (...charts: readonly (() => readonly (Chart | null)[])[]): Chart[] =>
    nothing ? [] : charts.flatMap((draw) => draw()).filter((chart) => chart !== null);
  return {
    accuracy: drawn(() => [accuracyChart(experiment)]),
    result: drawn(() => [sizeChart(experiment), differenceChart(experiment)]),
    sizes: drawn(() => [scalesChart(experiment)]),
    learning: drawn(() => [learningChart(experiment)]),
    shifts: drawn(() => shiftCharts(experiment)),
    training: drawn(() => trainingOverview(experiment)),
    trainingOfEach: drawn(() => trainingPanels(experiment)),
    search: drawn(() => [expectedBestChart(experiment)]),
    searchOfEach: drawn(() => triedPanels(experiment)),
    confusions: drawn(() => confusionCharts(experiment)),
  };
}

/** The values of a figure as they are drawn. */
const drawnBy = ({ scale }: FigureWords) => ({
  scaled: (value: number): number => scale * value,
  scaledOrNull: (value: number | null): number | null => (value === null ? null : scale * value),
});

/** With two seeds an interval of their mean is thirteen times as wide as they lie apart. */
const fewestForInterval = 3;

function accuracyChart(experiment: ExperimentComparison): Chart {
  const strategies = ranked(experiment);
  const { seeds } = experiment;
  const words = scoreWords(experiment);
  const { scaled, scaledOrNull } = drawnBy(words);
  const single = seeds.length === 1;
  const intervals = seeds.length >= fewestForInterval;
  return chartOf({
    name: experiment.task ? 'score' : 'accuracy',
    caption: single
      ? `Test ${words.name} of each strategy: one seed.`
      : `Test ${words.name} of each strategy: mean over ${seeds.length} seeds` +
        `${intervals ? ' and its 95 % interval' : ''}; the dots below are single seeds.`,
    alt: `Test ${words.name} of ${strategies.length} strategies, the ${words.best} first`,
    drawing: intervalRows(
      strategies.map((strategy) => {
        const { mean, low, high, values } = scoreOf(strategy);
        return {
          label: strategy.name,
          value: scaled(mean),
          low: intervals ? scaledOrNull(low) : null,
          high: intervals ? scaledOrNull(high) : null,
          singles: single ? [] : values.filter((value) => value !== null).map(scaled),
          ...lookOf(experiment, strategy.name),
          filled: true,
          numbers: words.number(mean),
        };
      }),
      { axisTitle: `test ${words.title}`, percent: words.isShare },
    ),
  });
}

function sizeChart(experiment: ExperimentComparison): Chart | null {
  const strategies = ranked(experiment);
  if (numberOfSizes(strategies) < 3) return null;
  const words = scoreWords(experiment);
  const { scaled, scaledOrNull } = drawnBy(words);
  const intervals = experiment.seeds.length >= fewestForInterval;
  return chartOf({
    name: 'size',
    caption:
      `Test ${words.name} against the number of parameters: ` +
      (intervals
        ? `mean over ${experiment.seeds.length} seeds and its 95 % interval.`
        : 'the mean over the seeds.'),
    alt: `Test ${words.name} of ${strategies.length} strategies against their numbers of parameters`,
    drawing: labelledPoints(
      strategies.map((strategy) => {
        const { mean, low, high } = scoreOf(strategy);
        return {
          name: strategy.name,
          look: lookOf(experiment, strategy.name),
          x: strategy.parameters,
          mean: scaled(mean),
          low: intervals ? scaledOrNull(low) : null,
          high: intervals ? scaledOrNull(high) : null,
        };
      }),
      { xTitle: 'parameters', yTitle: `test ${words.title}`, percent: words.isShare },
    ),
  });
}

function differenceChart(experiment: ExperimentComparison): Chart | null {
  const reference = referenceOf(experiment);
  if (reference === null) return null;
  const words = scoreWords(experiment);
  const sign = words.better === 'higher' ? 1 : -1;
  const differences = differencesTo(experiment, reference)
    .filter(({ difference }) => Number.isFinite(difference))
    .sort((a, b) => sign * (b.difference - a.difference));
  if (differences.length === 0) return null;
  const { scaled, scaledOrNull } = drawnBy(words);
  return chartOf({
    name: 'differences',
    caption:
      `Test ${words.name} minus that of ${reference}, paired by seed and test example, with 95 % intervals. ` +
      `Filled marks: both the interval and the corrected test show a difference.`,
    alt: `Differences of test ${words.name} from ${reference} with 95 % intervals`,
    drawing: intervalRows(
      differences.map((each) => {
        const { low, high } = each;
        return {
          label: each.strategy,
          value: scaled(each.difference),
          low: scaledOrNull(low),
          high: scaledOrNull(high),
          ...lookOf(experiment, each.strategy),
          filled: isShown(each),
          numbers:
            `${words.difference(each.difference, low, high)} ${words.differenceInterval(low, high)}`.trim(),
        };
      }),
      {
        axisTitle:
          `difference from ${reference}` + (words.differenceUnit && ` (${words.differenceUnit})`),
        percent: false,
        zero: 0,
      },
    ),
  });
}

/** Accuracy against size, a curve for each strategy. */
function scalesChart(experiment: ExperimentComparison): Chart | null {
  const { scales = [], strategies, budget } = experiment;
  const words = scoreWords(experiment);
  const size = budget.of === 'macs' ? 'macs' : 'parameters';
  const series = strategies.flatMap(({ name }): Curve | readonly Curve[] => {
    const sized = scales.flatMap((scale) => scale.strategies.filter((each) => each.name === name));
    const points = sized
      .map((each) => ({ x: each[size], of: scoreOf(each) }))
      // A network that cannot be scaled has the same size at every scale.
      .filter(({ x }, i, all) => all.findIndex((other) => other.x === x) === i)
      .sort((a, b) => a.x - b.x);
    return curveOf(experiment, { name, look: lookOf(experiment, name) }, points, words.scale) ?? [];
  });
  if (series.length === 0) return null;
  const title = size === 'macs' ? 'multiply-accumulates per example' : 'parameters';
  return chartOf({
    name: 'sizes',
    caption: `Test ${words.name} against the number of ${title} (logarithmic); ${spreadWords(experiment)}.`,
    alt: `Test ${words.name} of ${series.length} strategies at ${scales.length} sizes`,
    drawing: curves(series, {
      xTitle: title,
      yTitle: `test ${words.title}`,
      y: words.isShare ? 'percent' : 'linear',
      logarithmic: true,
      xTicks: niceLogTicks(series.flatMap(({ points }) => points.map(({ x }) => x))).values,
      xTexts: countTexts,
    }),
  });
}

function learningChart(experiment: ExperimentComparison): Chart | null {
  const words = scoreWords(experiment);
  const series = experiment.strategies.flatMap(
    ({ name, learningCurve }): Curve | readonly Curve[] =>
      curveOf(
        experiment,
        { name, look: lookOf(experiment, name) },
        learningCurve.map((point) => ({ x: point.trainExamples, of: scoreOf(point) })),
        words.scale,
      ) ?? [],
  );
  if (series.length === 0) return null;
  const sizes = [...new Set(series.flatMap((curve) => curve.points.map(({ x }) => x)))];
  return chartOf({
    name: 'learning-curve',
    caption: `Test ${words.name} against the number of training examples (logarithmic); ${spreadWords(experiment)}.`,
    alt: `Learning curves of ${series.length} strategies`,
    drawing: curves(series, {
      xTitle: 'training examples',
      yTitle: `test ${words.title}`,
      y: words.isShare ? 'percent' : 'linear',
      logarithmic: true,
      xTicks: sizes.sort((a, b) => a - b),
    }),
  });
}

function shiftCharts(experiment: ExperimentComparison): Chart[] {
  const words = scoreWords(experiment);
  return experiment.axes.flatMap(({ name: axis }): Chart[] => {
    const series = experiment.strategies.flatMap(
      ({ name, shifts }): Curve | readonly Curve[] =>
        curveOf(
          experiment,
          { name, look: lookOf(experiment, name) },
          (shifts.find((curve) => curve.axis === axis)?.points ?? []).map((point) => ({
            x: point.shift,
            of: scoreOf(point),
          })),
          words.scale,
        ) ?? [],
    );
    if (series.length === 0) return [];
    const shifts = [...new Set(series.flatMap((curve) => curve.points.map(({ x }) => x)))];
    return [
      chartOf({
        name: `shift-${axis}`,
        caption:
          `Test ${words.name} when every test input is shifted along ${axis}` +
          (experiment.task?.targets.axes?.includes(axis) ? ' with its labels' : '') +
          `; ${spreadWords(experiment)}. No network was trained on shifted inputs.`,
        alt: `Test ${words.name} of ${series.length} strategies against the shift of inputs along ${axis}`,
        drawing: curves(series, {
          xTitle: `shift along ${axis} (positions)`,
          yTitle: `test ${words.title}`,
          y: words.isShare ? 'percent' : 'linear',
          logarithmic: false,
          xTicks: shifts.sort((a, b) => a - b),
        }),
      }),
    ];
  });
}

export function confusionCharts({
  strategies,
  classes,
}: Pick<Scored, 'strategies' | 'classes'>): Chart[] {
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
