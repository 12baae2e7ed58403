import { count, percent } from '@axiswise/messages';
import { confusionTable } from './confusion-table.ts';
import type { Evaluation, Scores } from '@axiswise/training';
import { formatMetric, kindsOf, type TrainingKinds } from '@axiswise/training/kinds';

/**
 * Writes scores: `98.85 % of 2,000 examples (top five 99.90 %, loss 0.0412)`.
 *
 * @param own the metrics that the experiment declares.
 */
export function describeScores(scores: Scores, examples: number, own: TrainingKinds): string {
  const others = [...kindsOf('metrics', own)].flatMap(([name, metric]) => {
    const value = scores[name];
    if (name === 'accuracy' || value === undefined) return [];
    return [`${metric.describe} ${formatMetric(metric, value)}`];
  });
  return `${percent(scores.accuracy)} of ${count(examples)} examples (${others.join(', ')})`;
}

/** The confusion matrix, where the classes are few enough to read one. */
export const confusionLines = ({
  classes,
  confusion,
}: {
  readonly classes: readonly string[];
  readonly confusion: Evaluation['confusion'];
}): string[] => (confusion ? ['', confusionTable(classes, confusion), ''] : ['']);
