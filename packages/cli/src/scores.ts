import type { TargetForm } from '@axiswise/data';
import { count, percent } from '@axiswise/messages';
import { metrics } from '@axiswise/statistics';
import { classTable } from './class-table.ts';
import { confusionTable } from './confusion-table.ts';
import type { Scores } from '@axiswise/training';
import {
  formatMetric,
  kindsOf,
  type MetricKind,
  taskKindOf,
  type TestReport,
  type TrainingKinds,
} from '@axiswise/training/kinds';

/** A table of more classes is not read. */
const mostClasses = 20;

/** What is predicted, as a result says it. */
interface Predicted {
  readonly classes: readonly string[];
  readonly targets?: TargetForm | undefined;
}

/**
 * A line with the scores of a test: `test accuracy  98.85 % of 2,000 examples (top five 99.90 %, loss 0.0412)`.
 *
 * @param own the metrics that the experiment declares.
 * @param of how the line begins.
 */
export function scoresLine(
  scores: Scores,
  examples: number,
  predicted: Predicted,
  { own, of = 'test' }: { readonly own: TrainingKinds; readonly of?: string },
): string {
  const { headline, metrics } = taskKindOf(predicted, own);
  const begin = beginning(of, metrics[headline]);
  return begin + describeScores(scores, examples, predicted, own);
}

/** How a line with a value of a metric begins: `test accuracy  `. */
export const beginning = (of: string, { describe }: MetricKind): string =>
  `${of} ${describe} `.padEnd(15);

/** The same without its beginning: `98.85 % of 2,000 examples (top five 99.90 %, loss 0.0412)`. */
export function describeScores(
  scores: Scores,
  examples: number,
  predicted: Predicted,
  own: TrainingKinds,
): string {
  const { headline, metrics } = taskKindOf(predicted, own);
  const written = (name: string, metric: MetricKind): string[] => {
    const value = scores[name];
    return value === undefined ? [] : [formatMetric(metric, value, predicted.targets)];
  };
  const others = Object.entries({ ...metrics, ...own.metrics }).flatMap(([name, metric]) =>
    name === headline ? [] : written(name, metric).map((value) => `${metric.describe} ${value}`),
  );
  return `${written(headline, metrics[headline]).join('')} of ${count(examples)} examples (${others.join(', ')})`;
}

/**
 * A line with the metrics that {@link describeScores} leaves out: `macro F1 0.9884, balanced accuracy
 * 98.85 %, log loss 0.0412, expected calibration error 0.0071`. None in runs of the first release.
 *
 * @param own the metrics that the experiment declares, which are described with the scores.
 */
export function otherScores(scores: Scores, own: TrainingKinds): string[] {
  const described = kindsOf('metrics', own);
  const { f1Macro, balancedAccuracy, logLoss, expectedCalibrationError } = metrics;
  const written = Object.entries({ f1Macro, balancedAccuracy, logLoss, expectedCalibrationError })
    .filter(([name]) => !described.has(name))
    .flatMap(([name, { describe }]) => {
      const value = scores[name];
      if (value === undefined) return [];
      return [`${describe} ${name === 'balancedAccuracy' ? percent(value) : value.toFixed(4)}`];
    });
  return written.length === 0 ? [] : [`other metrics  ${written.join(', ')}`];
}

/** Precision, recall and F1 of each class, where they are few enough to read; absent in runs of the first release. */
export const classLines = ({
  perClass,
  targets,
}: Pick<TestReport, 'perClass'> & Pick<Predicted, 'targets'>): string[] =>
  perClass && perClass.length <= mostClasses
    ? [classTable(perClass, targets?.axes ? 'positions' : 'examples'), '']
    : [];

/** The confusion matrix, where the classes are few enough to read one. */
export const confusionLines = ({
  classes,
  confusion,
}: {
  readonly classes: readonly string[];
  readonly confusion: TestReport['confusion'];
}): string[] => (confusion ? ['', confusionTable(classes, confusion), ''] : ['']);
