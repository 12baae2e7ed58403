import type { TestPredictions } from '@axiswise/runner';
import {
  type ClassScore,
  classScores,
  countClasses,
  metricScores,
  mean,
} from '@axiswise/statistics';
import { probabilityMetrics, type TestOutcome } from '@axiswise/training/kinds';
import type { ClassScores, MeanOverSeeds } from './comparison.ts';
import { clampTo, clampToUnit, meanOverSeeds } from './mean-over-seeds.ts';
import type { MeasuredTask } from './measured-task.ts';

/** How one run scores its test examples. */
export interface TestScores {
  /** For every example the score of the task: of a classification 1 where the prediction is right, else 0. */
  readonly ofExamples: Float64Array;
  /**
   * By the name of the metric, for every example a number; their mean is the metric (see {@link
   * metricScores}). Without probabilities those of predicted classes alone.
   */
  readonly metrics: Readonly<Record<string, Float64Array>>;
  /** Absent where there are no classes. */
  readonly perClass?: readonly ClassScore[];
}

/** Scores the predictions of one run for its test examples. */
export function scoreTest(
  {
    labels,
    predicted,
    probabilities,
  }: Pick<TestPredictions, 'labels' | 'predicted' | 'probabilities'>,
  classes: number,
): TestScores {
  const given = { labels, probabilities: [probabilities?.() ?? certain(predicted, classes)] };
  const known = Object.entries(probabilityMetrics(classes)).filter(
    ([, { needs }]) => probabilities !== null || needs === 'predictions',
  );
  return {
    ofExamples: Float64Array.from(labels, (label, i) => Number(label === predicted[i])),
    metrics: Object.fromEntries(
      known.map(([name, metric]) => [name, metricScores(metric, given)[0]]),
    ),
    perClass: classScores(countClasses(labels, predicted, classes)),
  };
}

/** Scores the predictions of one run of another task than classification. */
export const scoreOutcome = (
  outcome: TestOutcome,
  { task: { form }, score, metrics }: Pick<MeasuredTask, 'task' | 'score' | 'metrics'>,
): TestScores => ({
  ofExamples: score.of(outcome, form),
  metrics: Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, metric.of(outcome, form)]),
  ),
});

/** Probabilities of predictions without any: all to the predicted class. */
function certain(predicted: Int32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(predicted.length * classes);
  predicted.forEach((each, i) => (probabilities[i * classes + each] = 1));
  return probabilities;
}

/** One for each seed; undefined where its trial failed. */
type OfSeeds = readonly (TestScores | undefined)[];

/**
 * The means of the metrics over the seeds, by name; of those that a seed has.
 *
 * @param ranges of the metrics: the least and the largest that each can be.
 */
export function metricsOverSeeds(
  seeds: OfSeeds,
  ranges: Readonly<Record<string, readonly [number, number]>>,
): Readonly<Record<string, MeanOverSeeds>> {
  const found = Object.entries(ranges).flatMap(([name, range]) => {
    const values = seeds.map((scores) => meanOf(scores?.metrics[name]));
    if (values.every((value) => value === null)) return [];
    return [[name, clampTo(range, meanOverSeeds(values))] as const];
  });
  return Object.fromEntries(found);
}

/** The mean score; null where there are none. */
export const meanOf = (scores: Float64Array | undefined): number | null =>
  scores ? mean(scores) : null;

/** A table of more classes is not read. */
const mostClasses = 100;

/** Precision, recall and F1 of each class over the seeds; undefined where there are too many classes, or no seed. */
export function perClassOverSeeds(
  seeds: OfSeeds,
  classes: readonly string[],
): ClassScores[] | undefined {
  const first = seeds.find((scores) => scores !== undefined);
  if (!first?.perClass || classes.length > mostClasses) return undefined;
  const { perClass } = first;
  return classes.map((name, c) => {
    const over = (score: 'precision' | 'recall' | 'f1'): MeanOverSeeds =>
      clampToUnit(meanOverSeeds(seeds.map((scores) => scores?.perClass?.[c][score] ?? null)));
    return {
      class: name,
      examples: perClass[c].examples,
      precision: over('precision'),
      recall: over('recall'),
      f1: over('f1'),
    };
  });
}

/** The classes of test examples that no seed predicts for any example; undefined where no seed finished. */
export function neverPredicted(seeds: OfSeeds, classes: readonly string[]): string[] | undefined {
  const finished = seeds.flatMap((scores) => (scores?.perClass ? [scores.perClass] : []));
  if (finished.length === 0) return undefined;
  return classes.filter(
    (_, c) =>
      finished[0][c].examples > 0 && finished.every((perClass) => perClass[c].predicted === 0),
  );
}
