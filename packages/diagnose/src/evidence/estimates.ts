import {
  type Groups,
  scoreInterval,
  type Scores,
  scoreVariance,
  subtractScores,
} from '@axiswise/statistics';
import type { Estimate, Evidence } from '../diagnosis.ts';
import type { ClassifierResult } from '../classifiers/classifier-runner.ts';

/** For each seed the score of every test example, as a share of 1. */
export const scoresOf = (results: readonly ClassifierResult[]): Scores =>
  results.map(({ scores }) => scores);

/** A mean score with its interval, which is cut at 1, and where it is bounded at 0. */
export function scoreEstimate(
  scores: Scores,
  { groups, range = 1 }: DifferenceOptions = {},
): Estimate {
  const { mean, low, high } = scoreInterval(scores, { groups });
  return { value: mean, low: Math.max(1 - range, low), high: Math.min(1, high) };
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
