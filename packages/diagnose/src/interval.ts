import { studentQuantile } from '@axiswise/statistics';
import type { Estimate } from './diagnosis.ts';

/**
 * The mean of a score over seeds and examples with its 95 % interval, for other seeds and other
 * examples.
 *
 * Every seed scores the same examples, so a score varies with the seed, with the example and with both:
 * the variances of the two means are added, and what both contain is taken off once (the analysis of
 * multi-reader multi-case studies, where readers are the seeds; Obuchowski and Rockette 1995), with
 * Satterthwaite's degrees of freedom. With a single seed the interval is over examples alone. Where
 * nothing varied, nothing is narrower than the rule of three (Hanley and Lippman-Hand 1983): 3 / n.
 *
 * @param scores for each seed, one score for each example: 0 or 1, or differences of such.
 */
export function intervalOverSeedsAndExamples(scores: readonly ArrayLike<number>[]): Estimate {
  const seeds = scores.length;
  const examples = scores[0].length;
  const seedMeans = scores.map(
    (row) => Array.from(row).reduce((sum, each) => sum + each, 0) / examples,
  );
  const value = mean(seedMeans);
  const exampleMeans = Float64Array.from({ length: examples }, (_, i) =>
    mean(scores.map((row) => row[i])),
  );
  const ofExamples = variance(exampleMeans, value) / examples;
  if (seeds === 1) {
    return around(value, Math.sqrt(ofExamples) * studentQuantile(0.975, examples - 1), examples);
  }
  const ofSeeds = variance(seedMeans, value) / seeds;
  let residual = 0;
  for (let s = 0; s < seeds; s++) {
    for (let i = 0; i < examples; i++) {
      residual += (scores[s][i] - seedMeans[s] - exampleMeans[i] + value) ** 2;
    }
  }
  const both = residual / ((seeds - 1) * (examples - 1)) / (seeds * examples);
  const total = Math.max(ofExamples, ofSeeds, ofExamples + ofSeeds - both);
  if (total === 0) return around(value, 0, examples);
  const degreesOfFreedom =
    total ** 2 / (ofExamples ** 2 / (examples - 1) + ofSeeds ** 2 / (seeds - 1));
  return around(value, Math.sqrt(total) * studentQuantile(0.975, degreesOfFreedom), examples);
}

function around(value: number, half: number, examples: number): Estimate {
  const reach = Math.max(half, 3 / examples);
  return { value, low: value - reach, high: value + reach };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

function variance(values: ArrayLike<number>, around: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - around) ** 2;
  return values.length > 1 ? squares / (values.length - 1) : 0;
}
