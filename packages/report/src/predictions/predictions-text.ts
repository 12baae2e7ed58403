import type { ComparedModel, PredictionComparison } from '@axiswise/compare';
import { inPercent, percent, percentInterval, textTable } from '@axiswise/messages';
import {
  cautionSentences,
  metricOf,
  metricValue,
  rankedModels,
  resultSentence,
  setupWords,
  verdictOf,
} from './sentences.ts';

/** Writes a comparison of predictions for a terminal: a table, the verdicts, what gives pause. */
export function predictionsText(comparison: PredictionComparison): string {
  const { pairs, reference } = comparison;
  return [
    setupWords(comparison),
    modelsTable(comparison),
    resultSentence(comparison),
    section(
      reference === null ? 'Every two models' : `Compared with ${reference}`,
      pairs.flatMap((pair) => verdictOf(comparison, pair) ?? []),
    ),
    section('To keep in mind', cautionSentences(comparison)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The names of the metrics besides accuracy that a model has. */
export const metricNames = ({ models }: PredictionComparison): string[] => [
  ...new Set(models.flatMap(({ metrics }) => Object.keys(metrics))),
];

function modelsTable(comparison: PredictionComparison): string {
  const names = metricNames(comparison);
  return textTable(
    [
      { title: 'model' },
      { title: 'accuracy', align: 'right' },
      { title: '95 % interval', align: 'right' },
      ...names.map((name) => ({ title: shortTitle(name), align: 'right' }) as const),
      { title: 'each seed (%)' },
    ],
    rankedModels(comparison).map((model) => [
      model.name,
      percent(model.accuracy.mean),
      percentInterval(model.accuracy.low, model.accuracy.high),
      ...names.map((name) => meanOf(model, name)),
      model.accuracy.values.flatMap((value) => (value === null ? [] : inPercent(value))).join(' '),
    ]),
  );
}

const shortTitle = (name: string): string =>
  name === 'expectedCalibrationError' ? 'calibration error' : metricOf(name).describe;

function meanOf({ metrics }: ComparedModel, name: string): string {
  const found = metrics[name];
  return found ? metricValue(metricOf(name), found.mean) : '';
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
