import type { Estimate } from './diagnosis.ts';
import type { Examples } from './examples.ts';
import { intervalOverSeedsAndExamples } from './interval.ts';
import type { TrialResult } from './trial.ts';

/** For each seed: one score for each test example. */
export type Scores = readonly Float64Array[];

/** 1 where the answer was right. */
export const rightOf = (results: readonly TrialResult[]): Scores =>
  results.map(({ correct }) => Float64Array.from(correct));

/** A share with its interval, which has nothing below 0 or above 1. */
export function accuracyOf(scores: Scores): Estimate {
  const { value, low, high } = intervalOverSeedsAndExamples(scores);
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/** How much more the first find than the second, paired by seed and example. */
export const differenceOf = (a: Scores, b: Scores): Estimate =>
  intervalOverSeedsAndExamples(a.map((row, s) => row.map((score, i) => score - b[s][i])));

/** How often the most frequent class of some examples is right for others. */
export function chanceOf(scored: Examples, seen: Examples): number {
  const counts = new Uint32Array(seen.classes);
  for (const label of seen.labels) counts[label]++;
  const most = counts.indexOf(Math.max(...counts));
  return scored.labels.filter((label) => label === most).length / scored.labels.length;
}
