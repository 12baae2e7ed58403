import type { Random } from '@axiswise/random';

/** A world in which strategies answer test examples; all but counts in logits. */
export interface Simulated {
  readonly seeds: number;
  readonly examples: number;
  /** How much better `a` is. */
  readonly gap: number;
  /** How easy examples are on average, 1.5 (three of four answered rightly) by default. */
  readonly ease?: number;
  /** How much better or worse seeds are. */
  readonly ofSeeds?: number;
  /** How much more a strategy likes one example than another. */
  readonly ofLikings?: number;
}

const ofEase = 1.5;

/**
 * Answers of two strategies to the same test examples, as they might come: examples are hard or easy
 * for both, each strategy likes some more than others, and seeds are better or worse.
 */
export function simulateAnswers(
  random: Random,
  { seeds, examples, gap, ease = 1.5, ofSeeds = 0.2, ofLikings = 0.5 }: Simulated,
): { a: Uint8Array[]; b: Uint8Array[] } {
  const easeOf = Float64Array.from({ length: examples }, () => random.normal(ease, ofEase));
  const answersOf = (advantage: number): Uint8Array[] => {
    const liking = Float64Array.from({ length: examples }, () => random.normal(0, ofLikings));
    return Array.from({ length: seeds }, () => {
      const seed = random.normal(0, ofSeeds) + advantage;
      return Uint8Array.from(easeOf, (logit, example) =>
        Number(random.uniform() < logistic(logit + liking[example] + seed)),
      );
    });
  };
  return { a: answersOf(gap), b: answersOf(0) };
}

/** The difference of accuracy over all seeds and examples of such a world. */
export function trueDifference({
  gap,
  ease = 1.5,
  ofSeeds = 0.2,
  ofLikings = 0.5,
}: Simulated): number {
  const deviation = Math.hypot(ofEase, ofSeeds, ofLikings);
  return meanLogistic(ease + gap, deviation) - meanLogistic(ease, deviation);
}

/** Mean of the logistic function of a normal variable, by the trapezoidal rule (exact to 1e-10 here). */
export function meanLogistic(mean: number, deviation: number): number {
  let sum = 0;
  let weights = 0;
  for (let z = -8; z <= 8; z += 1 / 16) {
    const weight = Math.exp((-z * z) / 2);
    sum += weight * logistic(mean + deviation * z);
    weights += weight;
  }
  return sum / weights;
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
