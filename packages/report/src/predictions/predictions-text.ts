import type { PredictionComparison } from '@axiswise/compare';
import { inPercent, percent, percentInterval, textTable } from '@axiswise/messages';
import { metricMean, metricsOf } from '../comparison/metric-words.ts';
import {
  cautionSentences,
  rankedModels,
  resultSentence,
  scoredOf,
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

function modelsTable(comparison: PredictionComparison): string {
  const metrics = metricsOf(scoredOf(comparison));
  return textTable(
    [
      { title: 'model' },
      { title: 'accuracy', align: 'right' },
      { title: '95 % interval', align: 'right' },
      ...metrics.map(({ title }) => ({ title, align: 'right' }) as const),
      { title: 'each seed (%)' },
    ],
    rankedModels(comparison).map((model) => [
      model.name,
      percent(model.accuracy.mean),
      percentInterval(model.accuracy.low, model.accuracy.high),
      ...metrics.map((metric) => metricMean(model, metric)),
      model.accuracy.values.flatMap((value) => (value === null ? [] : inPercent(value))).join(' '),
    ]),
  );
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
