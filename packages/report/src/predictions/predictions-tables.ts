import type { PredictionComparison } from '@axiswise/compare';
import { type Table, whole } from '../table.ts';

/** Makes tables of every number of a comparison of predictions, shares of 1 with all their digits. */
export function predictionsTables(comparison: PredictionComparison): Table[] {
  const { models, pairs, classes, seeds } = comparison;
  const tables: [name: string, columns: Table['columns'], rows: Table['rows']][] = [
    [
      'models',
      ['model', 'metric', 'mean', 'low', 'high'],
      models.flatMap(({ name, accuracy, metrics }) =>
        Object.entries({ accuracy, ...metrics }).map(([metric, { mean, low, high }]) => [
          name,
          metric,
          mean,
          low,
          high,
        ]),
      ),
    ],
    [
      'seeds',
      ['model', whole('seed'), 'metric', 'value'],
      models.flatMap(({ name, accuracy, metrics }) =>
        Object.entries({ accuracy, ...metrics }).flatMap(([metric, { values }]) =>
          values.flatMap((value, i) => (value === null ? [] : [[name, seeds[i], metric, value]])),
        ),
      ),
    ],
    [
      'pairs',
      [
        'a',
        'b',
        'metric',
        'difference',
        'low',
        'high',
        'p',
        'p_holm',
        'effect_size',
        whole('seeds'),
        'verdict',
      ],
      pairs.flatMap((pair) => [
        [
          pair.a,
          pair.b,
          'accuracy',
          pair.difference,
          pair.low,
          pair.high,
          pair.p,
          pair.pHolm,
          pair.effectSize,
          pair.seeds,
          pair.verdict,
        ],
        ...Object.entries(pair.metrics ?? {}).map(([metric, found]) => [
          pair.a,
          pair.b,
          metric,
          found.difference,
          found.low,
          found.high,
          found.p,
          found.pHolm,
          null,
          pair.seeds,
          found.verdict,
        ]),
      ]),
    ],
    [
      'classes',
      ['model', 'class', whole('examples'), 'precision', 'recall', 'f1'],
      models.flatMap(({ name, perClass = [] }) =>
        perClass.map((each) => [
          name,
          each.class,
          each.examples,
          each.precision.mean,
          each.recall.mean,
          each.f1.mean,
        ]),
      ),
    ],
    [
      'confusion',
      ['model', 'label', 'predicted', whole('count')],
      models.flatMap(({ name, confusion }) =>
        (confusion ?? []).flatMap((row, label) =>
          row.map((count, predicted) => [name, classes[label], classes[predicted], count]),
        ),
      ),
    ],
  ];
  return tables.map(([name, columns, rows]) => ({ name, columns, rows }));
}
