import {
  classScores,
  countClasses,
  type Metric,
  metrics,
  metricScores,
  mean,
} from '@axiswise/statistics';
import { argMax } from '../arg-max.ts';
import type { TaskForm, TestOutcome, TestReport } from './task.ts';

/** From more classes than this on, the five most probable ones say something of their own. */
const fewClasses = 10;
/** Up to so many classes, a matrix of confusions can be read. */
const mostConfusable = 100;

/** The metrics of probabilities by name, as far as they say something of so many classes; accuracy left out. */
export function probabilityMetrics(classes: number): Readonly<Record<string, Metric>> {
  const { balancedAccuracy, f1Macro, logLoss, expectedCalibrationError, top5Accuracy } = metrics;
  return {
    balancedAccuracy,
    f1Macro,
    logLoss,
    expectedCalibrationError,
    ...(classes > fewClasses && { top5Accuracy }),
  };
}

/** The metrics of probabilities of a test, which class is taken for which, and a look at each class. */
export function classReport(
  { targets, predictions }: TestOutcome,
  { classes }: TaskForm,
): TestReport {
  const labels = Int32Array.from(targets);
  const predicted = Int32Array.from(labels, (_, i) =>
    argMax(predictions.subarray(i * classes.length, (i + 1) * classes.length)),
  );
  const given = { labels, probabilities: [predictions] };
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
  labels.forEach((label, i) => confusion[label][predicted[i]]++);
  const perClass = classScores(countClasses(labels, predicted, classes.length));
  return {
    metrics: Object.fromEntries(
      Object.entries(probabilityMetrics(classes.length)).map(([name, metric]) => [
        name,
        mean(metricScores(metric, given)[0]),
      ]),
    ),
    confusion: classes.length <= mostConfusable ? confusion : null,
    perClass: perClass.map((score, c) => ({ class: classes[c], ...score })),
  };
}
