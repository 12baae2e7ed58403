import type { Comparison, ExperimentComparison, MeanOverSeeds } from '@axiswise/compare';
import { filterWords } from '@axiswise/drawing';
import { expectedBest } from './search.ts';
import type { CsvValue } from '../csv.ts';
import { type Table, type TableColumn, whole } from '../table.ts';

type Rows = readonly (readonly CsvValue[])[];

/** A table of what only some comparisons hold; left out where it would be empty. */
interface FurtherTable {
  readonly name: string;
  readonly header: readonly (string | TableColumn)[];
  readonly rowsOf: (experiment: ExperimentComparison) => Rows;
}

const spread = (of: MeanOverSeeds | null | undefined): CsvValue[] => [of?.mean, of?.low, of?.high];
const spreadColumns = (name: string): string[] => [name, `${name}_low`, `${name}_high`];

const furtherTables: readonly FurtherTable[] = [
  {
    // Of tasks without classes, whose accuracies are empty.
    name: 'scores',
    header: ['strategy', 'metric', 'unit', ...spreadColumns('score'), 'constant_score'],
    rowsOf: ({ strategies, task }) =>
      task
        ? strategies.map(({ name, score }) => [
            ...[name, task.score.describe, task.score.unit],
            ...[...spread(score), task.constantScore],
          ])
        : [],
  },
  {
    name: 'trial-scores',
    header: ['strategy', whole('train_examples'), whole('seed'), 'score'],
    rowsOf: ({ strategies, seeds, trainExamples, task }) =>
      task
        ? strategies.flatMap(({ name, score, learningCurve }) =>
            [
              ...learningCurve.filter((point) => point.trainExamples !== trainExamples),
              { trainExamples, score },
            ].flatMap((point) =>
              (point.score?.values ?? []).map((value, i) => [
                ...[name, point.trainExamples, seeds[i], value],
              ]),
            ),
          )
        : [],
  },
  {
    name: 'shift-scores',
    header: ['strategy', 'axis', whole('test_examples'), 'shift', ...spreadColumns('score')],
    rowsOf: ({ strategies, task }) =>
      task
        ? strategies.flatMap(({ name, shifts }) =>
            shifts.flatMap(({ axis, testExamples, points }) =>
              points.map(({ shift, score }) => [
                ...[name, axis, testExamples, shift],
                ...spread(score),
              ]),
            ),
          )
        : [],
  },
  {
    name: 'metrics',
    header: ['strategy', 'metric', 'mean', 'low', 'high'],
    rowsOf: ({ strategies }) =>
      strategies.flatMap((strategy) =>
        Object.entries(strategy.metrics ?? {}).map(([metric, of]) => [
          strategy.name,
          metric,
          ...spread(of),
        ]),
      ),
  },
  {
    name: 'metric-differences',
    header: ['a', 'b', 'metric', 'difference', 'low', 'high', 'p', 'p_holm'],
    rowsOf: ({ pairs }) =>
      pairs.flatMap(({ a, b, metrics = {} }) =>
        Object.entries(metrics).map(([metric, { difference, low, high, p, pHolm }]) => [
          ...[a, b, metric],
          ...[difference, low, high, p, pHolm],
        ]),
      ),
  },
  {
    name: 'training-curves',
    header: [
      'strategy',
      whole('epoch'),
      ...spreadColumns('train_loss'),
      ...spreadColumns('train_accuracy'),
      ...spreadColumns('validation_loss'),
      ...spreadColumns('validation_accuracy'),
    ],
    rowsOf: ({ strategies }) =>
      strategies.flatMap(({ name, trainingCurve = [] }) =>
        trainingCurve.map((point) => [
          name,
          point.epoch,
          ...spread(point.trainLoss),
          ...spread(point.trainAccuracy),
          ...spread(point.validationLoss),
          ...spread(point.validationAccuracy),
        ]),
      ),
  },
  {
    name: 'trained',
    header: ['strategy', 'verdict', 'because', 'majority_accuracy', 'linear_accuracy'],
    rowsOf: ({ strategies }) =>
      strategies.flatMap(({ name, trained }) =>
        trained
          ? [
              [
                ...[name, trained.verdict, trained.because.join(' ')],
                ...[trained.majorityAccuracy, trained.linearAccuracy],
              ],
            ]
          : [],
      ),
  },
  {
    name: 'tuning',
    header: [
      'strategy',
      whole('configuration'),
      'values',
      whole('epochs'),
      'score',
      'outcome',
      'chosen',
    ],
    rowsOf: ({ strategies }) =>
      strategies.flatMap(({ name, tuned }) =>
        (tuned?.configurations ?? []).flatMap(({ number, values, scores, outcome }) => {
          const words = Object.entries(values).map(([key, value]) => `${key}=${value}`);
          const shown = scores.length > 0 ? scores : [{ epochs: null, score: null }];
          return shown.map(({ epochs, score }) => [
            ...[name, number, words.join(' ')],
            ...[epochs, score, outcome, number === tuned?.number],
          ]);
        }),
      ),
  },
  {
    name: 'expected-best',
    header: ['strategy', whole('configurations'), 'mean', 'standard_deviation'],
    rowsOf: ({ strategies, tuning }) =>
      strategies.flatMap(({ name, tuned }) =>
        tuned && tuning
          ? expectedBest(tuned, tuning.better).map(({ trials, mean, standardDeviation }) => [
              ...[name, trials],
              ...[mean, standardDeviation],
            ])
          : [],
      ),
  },
  {
    name: 'sizes',
    header: [
      ...[
        'scale',
        'size',
        'strategy',
        whole('parameters'),
        whole('macs'),
        'width_multiplier',
        whole('narrowest'),
      ],
      ...[
        whole('minimum_width'),
        whole('layers_left_out'),
        ...spreadColumns('accuracy'),
        'trained',
      ],
    ],
    rowsOf: ({ scales = [] }) =>
      scales.flatMap(({ scale, size, strategies }) =>
        strategies.map((each) => [
          ...[scale, size, each.name, each.parameters, each.macs, each.widthMultiplier],
          ...[each.shape?.narrowest, each.shape?.minimumWidth, each.shape?.layersLeftOut],
          ...spread(each.accuracy),
          each.trained?.verdict,
        ]),
      ),
  },
  {
    name: 'claims-by-size',
    header: ['better', 'worse', 'scale', 'outcome', 'together'],
    rowsOf: ({ claims }) =>
      claims.flatMap(({ better, worse, atSizes }) =>
        (atSizes?.outcomes ?? []).map(({ scale, outcome }) => [
          ...[better, worse, scale, outcome],
          atSizes?.words,
        ]),
      ),
  },
  {
    name: 'classes',
    header: [
      ...['strategy', 'class', whole('examples'), ...spreadColumns('precision')],
      ...[...spreadColumns('recall'), ...spreadColumns('f1'), 'never_predicted'],
    ],
    rowsOf: ({ strategies }) =>
      strategies.flatMap(({ name, perClass = [], neverPredicted }) =>
        perClass.map((scores) => [
          ...[name, scores.class, scores.examples],
          ...[...spread(scores.precision), ...spread(scores.recall), ...spread(scores.f1)],
          neverPredicted?.includes(scores.class),
        ]),
      ),
  },
  {
    name: 'never-predicted',
    header: ['strategy', 'class'],
    rowsOf: ({ strategies }) =>
      strategies.flatMap(({ name, neverPredicted = [] }) =>
        neverPredicted.map((label) => [name, label]),
      ),
  },
  {
    name: 'disagreements',
    header: [
      ...['right', 'wrong', whole('examples'), whole('index'), 'name', 'label'],
      ...['predictions_of_right', 'predictions_of_wrong'],
    ],
    rowsOf: ({ disagreements = [] }) =>
      disagreements.flatMap(({ right, wrong, count, examples }) =>
        examples.map(({ index, name, label, predictions }) => [
          ...[right, wrong, count, index, name, label],
          ...[predictions.right, predictions.wrong].map((of) =>
            of.map((each) => `${each.class} (${each.seeds})`).join(', '),
          ),
        ]),
      ),
  },
  {
    name: 'decisions',
    header: [
      ...[whole('minimum_seeds'), whole('maximum_seeds'), whole('trainings'), whole('fixed_seeds')],
      whole('trainings_with_fixed_seeds'),
    ],
    rowsOf: ({ decision }) =>
      decision
        ? [
            [
              ...[decision.minimumSeeds, decision.maximumSeeds, decision.trainings],
              ...[decision.fixedSeeds, decision.trainingsWithFixedSeeds],
            ],
          ]
        : [],
  },
];

/** Makes tables of every number of a comparison: a row for each fact, shares of 1 with all their digits. */
export function comparisonTables({ experiments }: Comparison): Table[] {
  const table = (
    name: string,
    header: readonly (string | TableColumn)[],
    rowsOf: (experiment: ExperimentComparison) => Rows,
  ): Table => ({
    name,
    columns: ['experiment', 'data', ...header],
    rows: experiments.flatMap((each) =>
      rowsOf(each).map((row) => [each.experiment, each.data, ...row]),
    ),
  });
  return [
    table('strategies', strategyColumns, strategyRows),
    table(
      'trials',
      ['strategy', whole('train_examples'), whole('seed'), 'accuracy', 'loss'],
      trialRows,
    ),
    table(
      'pairs',
      [
        'a',
        'b',
        'difference',
        'low',
        'high',
        'p',
        'p_holm',
        'effect_size',
        whole('seeds'),
        'verdict',
        whole('decided_after'),
      ],
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
          pair.decidedAfter,
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
      ['strategy', whole('train_examples'), whole('epochs'), 'accuracy', 'low', 'high'],
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
      ['strategy', 'axis', whole('test_examples'), 'shift', 'accuracy', 'low', 'high'],
      ({ strategies }) =>
        strategies.flatMap(({ name, shifts }) =>
          shifts.flatMap(({ axis, testExamples, points }) =>
            points
              .filter(({ score }) => !score)
              .map(({ shift, accuracy: { mean, low, high } }) => [
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
    table(
      'confusion',
      ['strategy', 'label', 'predicted', whole('count')],
      ({ strategies, classes }) =>
        strategies.flatMap(({ name, confusion }) =>
          (confusion ?? []).flatMap((row, label) =>
            row.map((count, predicted) => [name, classes[label], classes[predicted], count]),
          ),
        ),
    ),
    ...furtherTables
      .filter(({ rowsOf }) => experiments.some((each) => rowsOf(each).length > 0))
      .map(({ name, header, rowsOf }) => table(name, header, rowsOf)),
    table(
      'failures',
      ['strategy', whole('train_examples'), whole('seed'), 'message'],
      ({ failures }) =>
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
  whole('parameters'),
  whole('macs'),
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
