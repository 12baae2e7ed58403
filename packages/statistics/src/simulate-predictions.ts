import type { Random } from '@axiswise/random';
import type { Predictions } from './metrics.ts';

/** A population of seeds and test examples of several classes, on which two strategies predict. */
export interface SimulatedPredictions {
  readonly seeds: number;
  readonly examples: number;
  /** How often each class is drawn, relative to the others. */
  readonly classShares: readonly number[];
  /** How much better strategy `a` is, in logits of the label; by default 0. */
  readonly effect?: number;
  /** How far networks exaggerate, by default 1.5; near 1 they are calibrated. */
  readonly sharpness?: number;
  /** How many examples each group has; by default each example is one. */
  readonly groupSize?: number;
  /** Standard deviation from strategy to strategy on the same group, by default 0; needs groups. */
  readonly groupInteractionDeviation?: number;
}

/**
 * Draws labels, and the probabilities that two strategies give to the classes. As in
 * {@link simulateScores}, examples are hard or easy for both, each strategy finds some examples or groups
 * easier than the other does, and seeds are better or worse, here at each class too.
 */
export function simulatePredictions(
  random: Random,
  {
    seeds,
    examples,
    classShares,
    effect = 0,
    sharpness = 1.5,
    groupSize = 1,
    groupInteractionDeviation = 0,
  }: SimulatedPredictions,
): { a: Predictions; b: Predictions; groups: Int32Array } {
  const classes = classShares.length;
  const total = classShares.reduce((sum, share) => sum + share, 0);
  const labels = Int32Array.from({ length: examples }, () => {
    let left = random.uniform(0, total);
    const label = classShares.findIndex((share) => (left -= share) < 0);
    return label < 0 ? classes - 1 : label;
  });
  const groups = Int32Array.from({ length: examples }, (_, i) => Math.floor(i / groupSize));
  const normals = (count: number, deviation: number): Float64Array =>
    Float64Array.from({ length: count }, () => random.normal(0, deviation));
  // What both strategies take an example for, and how easy it is.
  const shared = normals(examples * classes, 1);
  const ease = normals(examples, 1);
  const predictionsOf = (advantage: number): Predictions => {
    const own = normals(examples * classes, 0.5);
    const ofGroup = normals(groups[examples - 1] + 1, groupInteractionDeviation);
    const probabilities = Array.from({ length: seeds }, () => {
      const ofSeed = random.normal(1.5, 0.2) + advantage;
      const ofClass = normals(classes, 0.2);
      const row = new Float64Array(classes);
      const all = new Float32Array(examples * classes);
      for (let i = 0; i < examples; i++) {
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          const at = i * classes + c;
          const known = c === labels[i] ? ofSeed + ease[i] + ofGroup[groups[i]] : 0;
          const logit = known + shared[at] + own[at] + ofClass[c] + random.normal(0, 0.5);
          sum += row[c] = Math.exp(sharpness * logit);
        }
        for (let c = 0; c < classes; c++) all[i * classes + c] = row[c] / sum;
      }
      return all;
    });
    return { labels, probabilities };
  };
  return { a: predictionsOf(effect), b: predictionsOf(0), groups };
}
