import { scoreInterval, type Scores, subtractScores } from '@axiswise/statistics';
import type { Estimate } from '../diagnosis.ts';
import type { Examples } from '../sampling/examples.ts';
import type { ClassifierResult } from '../classifiers/train-classifier.ts';

/** For each seed: 1 for every test example predicted rightly, else 0. */
export const correctness = (results: readonly ClassifierResult[]): Scores =>
  results.map(({ correct }) => correct);

/** An accuracy with its interval, which is cut at 0 and 1. */
export function accuracyEstimate(scores: Scores): Estimate {
  const { mean, low, high } = scoreInterval(scores);
  return { value: mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/**
 * How much higher the first scores are than the second, paired by seed and example.
 *
 * @param range how far one difference can lie from another: 1 where the scores are right or wrong.
 */
export function differenceEstimate(a: Scores, b: Scores, { range = 1 } = {}): Estimate {
  const { mean, low, high } = scoreInterval(subtractScores(a, b), { range });
  return { value: mean, low, high };
}

/** Accuracy on some examples of always predicting the class that is most frequent in others. */
export function majorityClassAccuracy(scored: Examples, seen: Examples): number {
  const counts = new Uint32Array(seen.classes);
  for (const label of seen.labels) counts[label]++;
  const most = counts.indexOf(Math.max(...counts));
  return scored.labels.filter((label) => label === most).length / scored.labels.length;
}
