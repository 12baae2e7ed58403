import { count, percent } from '@axiswise/messages';
import { confusionTable } from '@axiswise/report';
import type { Evaluation, Scores } from '@axiswise/training';

/** Writes scores: `98.85 % of 2,000 examples (top five 99.9 %, loss 0.0412)`. */
export const describeScores = (
  { accuracy, loss, top5Accuracy }: Scores,
  examples: number,
): string =>
  `${percent(accuracy)} of ${count(examples)} examples (` +
  (top5Accuracy === undefined ? '' : `top five ${percent(top5Accuracy)}, `) +
  `loss ${loss.toFixed(4)})`;

/** The confusion matrix, where the classes are few enough to read one. */
export const confusionLines = ({
  classes,
  confusion,
}: {
  readonly classes: readonly string[];
  readonly confusion: Evaluation['confusion'];
}): string[] => (confusion ? ['', confusionTable(classes, confusion), ''] : ['']);
