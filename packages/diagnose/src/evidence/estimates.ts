import {
  type Groups,
  scoreInterval,
  type Scores,
  scoreVariance,
  subtractScores,
} from '@axiswise/statistics';
import type { Estimate, Evidence } from '../diagnosis.ts';
import type { Examples } from '../sampling/examples.ts';
import type { ClassifierResult } from '../classifiers/classifier-runner.ts';

/** For each seed: 1 for every test example predicted rightly, else 0. */
export const correctness = (results: readonly ClassifierResult[]): Scores =>
  results.map(({ correct }) => correct);

/** An accuracy with its interval, which is cut at 0 and 1. */
export function accuracyEstimate(scores: Scores, groups?: Groups): Estimate {
  const { mean, low, high } = scoreInterval(scores, { groups });
  return { value: mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/** How a difference is measured. */
export interface DifferenceOptions {
  /** How far one difference can lie from another: by default 1, as where the scores are right or wrong. */
  readonly range?: number;
  /** The group of each example, where examples depend on each other. */
  readonly groups?: Groups | undefined;
}

/**
 * How much higher the first scores are than the second, paired by seed and example, as evidence. The interval is cut
 * at what a difference can be at most.
 */
export function differenceEvidence(
  { name, what }: Pick<Evidence, 'name' | 'what'>,
  a: Scores,
  b: Scores,
  options: DifferenceOptions = {},
): Evidence {
  const differences = subtractScores(a, b);
  const { mean, low, high, p } = scoreInterval(differences, options);
  // Two seeds may give an interval of several hundred points.
  const { range = 1 } = options;
  return {
    name,
    what,
    estimate: { value: mean, low: Math.max(-range, low), high: Math.min(range, high) },
    baseline: 0,
    p,
    variance: scoreVariance(differences, options.groups),
  };
}

/** The class that is most frequent in some examples. */
export function majorityClass({ classes, labels }: Examples): number {
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label]++;
  return counts.indexOf(Math.max(...counts));
}

/** Accuracy on some examples of always predicting the class that is most frequent in others. */
export function majorityClassAccuracy(scored: Examples, seen: Examples): number {
  const most = majorityClass(seen);
  return scored.labels.filter((label) => label === most).length / scored.labels.length;
}
