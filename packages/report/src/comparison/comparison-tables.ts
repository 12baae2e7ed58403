import type { Comparison, ExperimentComparison } from '@axiswise/compare';
import { filterWords } from '@axiswise/drawing';
import { type CsvTable, csvText, type CsvValue } from '../csv.ts';

type Rows = readonly (readonly CsvValue[])[];

/** Makes tables of every number of a comparison: a row for each fact, shares of 1 with all their digits. */
export function comparisonTables({ experiments }: Comparison): CsvTable[] {
  const table = (
    name: string,
    header: readonly string[],
    rowsOf: (experiment: ExperimentComparison) => Rows,
  ): CsvTable => ({
    name,
    csv: csvText(
      ['experiment', 'data', ...header],
      experiments.flatMap((each) =>
        rowsOf(each).map((row) => [each.experiment, each.data, ...row]),
      ),
    ),
  });
  return [
    table('strategies', strategyColumns, strategyRows),
    table('trials', ['strategy', 'train_examples', 'seed', 'accuracy', 'loss'], trialRows),
    table(
      'pairs',
      ['a', 'b', 'difference', 'low', 'high', 'p', 'p_holm', 'effect_size', 'seeds', 'verdict'],
      ({ pairs }) =>
        pairs.map((pair) => [
          pair.a,
          pair.b,
          pair.difference,
          pair.low,
          pair.high,
          pair.p,
          pair.pHolm,
          pair.effectSize,
          pair.seeds,
          pair.verdict,
        ]),
    ),
    table(
      'claims',
      ['better', 'worse', 'predicted', 'because', 'outcome', 'measured'],
      ({ claims }) =>
        claims.map(({ better, worse, predicted, because, outcome, measured }) => [
          better,
          worse,
          predicted,
          because,
          outcome,
          measured,
        ]),
    ),
    table(
      'learning-curve',
      ['strategy', 'train_examples', 'epochs', 'accuracy', 'low', 'high'],
      ({ strategies }) =>
        strategies.flatMap(({ name, learningCurve }) =>
          learningCurve.map(({ trainExamples, epochs, accuracy: { mean, low, high } }) => [
            name,
            trainExamples,
            epochs,
            mean,
            low,
            high,
          ]),
        ),
    ),
    table(
      'shifts',
      ['strategy', 'axis', 'test_examples', 'shift', 'accuracy', 'low', 'high'],
      ({ strategies }) =>
        strategies.flatMap(({ name, shifts }) =>
          shifts.flatMap(({ axis, testExamples, points }) =>
            points.map(({ shift, accuracy: { mean, low, high } }) => [
              name,
              axis,
              testExamples,
              shift,
              mean,
              low,
              high,
            ]),
          ),
        ),
    ),
    table('confusion', ['strategy', 'label', 'predicted', 'count'], ({ strategies, classes }) =>
      strategies.flatMap(({ name, confusion }) =>
        (confusion ?? []).flatMap((row, label) =>
          row.map((count, predicted) => [name, classes[label], classes[predicted], count]),
        ),
      ),
    ),
    ...(experiments.some(({ strategies }) => strategies.some(({ metrics }) => metrics))
      ? [table('metrics', ['strategy', 'metric', 'mean', 'low', 'high'], metricRows)]
      : []),
    table('failures', ['strategy', 'train_examples', 'seed', 'message'], ({ failures }) =>
      failures.map(({ strategy, trainExamples, seed, message }) => [
        strategy,
        trainExamples,
        seed,
        message,
      ]),
    ),
  ];
}

const strategyColumns = [
  'strategy',
  'filter',
  'filters_in_words',
  'weight_sharing',
  'expectation',
  'parameters',
  'macs',
  'width_multiplier',
  'size_ratio',
  'accuracy',
  'accuracy_low',
  'accuracy_high',
  'loss',
  'loss_low',
  'loss_high',
  'top5_accuracy',
  'top5_accuracy_low',
  'top5_accuracy_high',
  'seconds',
];

const strategyRows = ({ strategies }: ExperimentComparison): Rows =>
  strategies.map((strategy) => [
    strategy.name,
    strategy.filter
      ?.map(
        ({ axis, move, kernelSize, stride, pool }) =>
          `${axis}:${move}:${kernelSize}:${stride}:${pool}`,
      )
      .join(' '),
    filterWords(strategy),
    strategy.weightSharing,
    strategy.expectation,
    strategy.parameters,
    strategy.macs,
    strategy.widthMultiplier,
    strategy.sizeRatio,
    strategy.accuracy.mean,
    strategy.accuracy.low,
    strategy.accuracy.high,
    strategy.loss.mean,
    strategy.loss.low,
    strategy.loss.high,
    strategy.top5Accuracy?.mean,
    strategy.top5Accuracy?.low,
    strategy.top5Accuracy?.high,
    strategy.seconds,
  ]);

/** A row for each metric that the experiment declares. */
const metricRows = ({ strategies }: ExperimentComparison): Rows =>
  strategies.flatMap((strategy) =>
    Object.entries(strategy.metrics ?? {}).map(([metric, { mean, low, high }]) => [
      strategy.name,
      metric,
      mean,
      low,
      high,
    ]),
  );

/** All trials of all sizes; the loss is known for the largest size only. */
const trialRows = ({ strategies, seeds, trainExamples }: ExperimentComparison): Rows =>
  strategies.flatMap(({ name, accuracy, loss, learningCurve }) => [
    ...learningCurve
      .filter((point) => point.trainExamples !== trainExamples)
      .flatMap((point) =>
        point.accuracy.values.map((value, i) => [name, point.trainExamples, seeds[i], value, null]),
      ),
    ...accuracy.values.map((value, i) => [name, trainExamples, seeds[i], value, loss.values[i]]),
  ]);
