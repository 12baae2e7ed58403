import type { ComparedStrategy, ExperimentComparison } from '@axiswise/compare';
import { accuracyBySize } from '../charts/accuracy-by-size.ts';
import type { Chart } from '../charts/chart.ts';
import { confusionMatrix, mostClassesDrawn } from '../charts/confusion-matrix.ts';
import { type Curve, curves } from '../charts/curves.ts';
import { intervalRows } from '../charts/interval-rows.ts';
import { seriesLook, type SeriesLook } from '../charts/look.ts';
import { renderChart } from '../charts/render-chart.ts';
import { points, pointsInterval } from '../numbers.ts';
import { differencesTo, isMeasured, isShown, ranked, referenceOf } from './standing.ts';

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
export async function comparisonCharts(experiment: ExperimentComparison): Promise<Chart[]> {
  if (ranked(experiment).length === 0) return [];
  const drawn = [
    accuracyChart(experiment),
    sizeChart(experiment),
    differenceChart(experiment),
    learningChart(experiment),
    ...shiftCharts(experiment),
    ...confusionCharts(experiment),
  ].filter((each) => each !== null);
  const charts: Chart[] = [];
  for (const { spec, alt, ...chart } of drawn) {
    charts.push({ ...chart, svg: await renderChart(spec, alt) });
  }
  return charts;
}

interface Drawing extends Omit<Chart, 'svg'> {
  readonly spec: Parameters<typeof renderChart>[0];
  readonly alt: string;
}

/** A strategy looks the same in every chart. */
const lookOf = ({ strategies }: ExperimentComparison, name: string): SeriesLook =>
  seriesLook(strategies.findIndex((strategy) => strategy.name === name));

/** What a mark stands for. */
const meanWords = ({ seeds }: ExperimentComparison): string =>
  seeds.length === 1 ? 'one seed' : `mean over ${seeds.length} seeds and its 95 % interval`;

function accuracyChart(experiment: ExperimentComparison): Drawing {
  const strategies = ranked(experiment);
  const single = experiment.seeds.length === 1;
  return {
    name: 'accuracy',
    caption:
      `Test accuracy of each strategy: ${meanWords(experiment)}` +
      (single ? '.' : '; dots under it are single seeds.'),
    alt: `Test accuracy of ${strategies.length} strategies with 95 % intervals, the highest first`,
    spec: intervalRows(
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
  };
}

function sizeChart(experiment: ExperimentComparison): Drawing | null {
  const strategies = ranked(experiment);
  if (numberOfSizes(strategies) < 3) return null;
  return {
    name: 'size',
    caption: `Test accuracy against the number of parameters: ${meanWords(experiment)}.`,
    alt: `Test accuracy of ${strategies.length} strategies against their numbers of parameters`,
    spec: accuracyBySize(
      strategies.map(({ name, parameters, accuracy: { mean, low, high } }) => ({
        name,
        look: lookOf(experiment, name),
        parameters,
        mean: inPercent(mean),
        low: inPercentOrNone(low),
        high: inPercentOrNone(high),
      })),
    ),
  };
}

function differenceChart(experiment: ExperimentComparison): Drawing | null {
  const reference = referenceOf(experiment);
  if (reference === null) return null;
  const differences = differencesTo(experiment, reference)
    .filter(({ difference }) => Number.isFinite(difference))
    .sort((a, b) => b.difference - a.difference);
  if (differences.length === 0) return null;
  return {
    name: 'differences',
    caption:
      `Accuracy less that of ${reference}, paired by seed and test example, with 95 % intervals. ` +
      `Filled marks: interval and corrected test both show a difference.`,
    alt: `Differences of accuracy to ${reference} with 95 % intervals`,
    spec: intervalRows(
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
  };
}

function learningChart(experiment: ExperimentComparison): Drawing | null {
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
  return {
    name: 'learning-curve',
    caption:
      'Test accuracy by the number of training examples (logarithmic), with 95 % intervals as bands.',
    alt: `Learning curves of ${series.length} strategies`,
    spec: curves(series, {
      xTitle: 'training examples',
      yTitle: 'test accuracy (%)',
      logarithmic: true,
      xTicks: sizes.sort((a, b) => a - b),
    }),
  };
}

function shiftCharts(experiment: ExperimentComparison): Drawing[] {
  return experiment.axes.flatMap(({ name: axis }): Drawing[] => {
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
      {
        name: `shift-${axis}`,
        caption:
          `Test accuracy when every test input is moved along ${axis}, with 95 % intervals as bands; ` +
          `nothing was trained on moved inputs.`,
        alt: `Accuracy of ${series.length} strategies by the shift of inputs along ${axis}`,
        spec: curves(series, {
          xTitle: `shift along ${axis} (positions)`,
          yTitle: 'test accuracy (%)',
          logarithmic: false,
        }),
      },
    ];
  });
}

function confusionCharts({ strategies, classes }: ExperimentComparison): Drawing[] {
  if (classes.length > mostClassesDrawn) return [];
  return strategies.flatMap(({ name, confusion }): Drawing[] =>
    confusion === null
      ? []
      : [
          {
            name: `confusion-${name}`,
            caption: name,
            alt: `Confusion matrix of ${name}: true classes in rows, answers in columns`,
            spec: confusionMatrix(classes, confusion),
          },
        ],
  );
}
