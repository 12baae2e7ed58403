import {
  classScores,
  type ClassScore,
  countClasses,
  type Metric,
  metrics,
  metricScores,
  type Predictions,
} from '@axiswise/statistics';
import type { Scores } from '@axiswise/training';

/** How well one class of a run is predicted. */
export interface PerClass extends ClassScore {
  readonly class: string;
}

/** From more classes than this on, the five most probable ones say something of their own. */
const fewClasses = 10;

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

/**
 * Adds the metrics of probabilities to the scores of a test, and looks at each class.
 *
 * @param scores of the evaluation; an experiment's own metric of the same name stays.
 * @param predictions.probabilities `examples × classes`.
 */
export function testReport(
  scores: Scores,
  {
    labels,
    predicted,
    probabilities,
    classes,
  }: {
    readonly labels: Int32Array;
    readonly predicted: Int32Array;
    readonly probabilities: Float32Array;
    readonly classes: readonly string[];
  },
): { readonly test: Scores; readonly perClass: PerClass[] } {
  const given: Predictions = { labels, probabilities: [probabilities] };
  const more = Object.entries(probabilityMetrics(classes.length)).map(
    ([name, metric]) => [name, meanOf(metricScores(metric, given)[0])] as const,
  );
  const perClass = classScores(countClasses(labels, predicted, classes.length));
  return {
    test: { ...Object.fromEntries(more), ...scores },
    perClass: perClass.map((score, c) => ({ class: classes[c], ...score })),
  };
}

const meanOf = (scores: Float64Array): number =>
  scores.reduce((sum, score) => sum + score, 0) / scores.length;
