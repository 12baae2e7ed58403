import type { Random } from '@axiswise/data';

/**
 * Answers of two strategies to the same test examples, as they might come: examples are hard or easy
 * for both, each strategy likes some more than others, and seeds are better or worse.
 *
 * @param gap how much better `a` is, in logits; `deviations` in logits, too.
 */
export function simulateAnswers(
  random: Random,
  {
    seeds,
    examples,
    gap,
    ofSeeds = 0.2,
    ofLikings = 0.5,
  }: {
    readonly seeds: number;
    readonly examples: number;
    readonly gap: number;
    readonly ofSeeds?: number;
    readonly ofLikings?: number;
  },
): { a: Uint8Array[]; b: Uint8Array[] } {
  const ease = Float64Array.from({ length: examples }, () => random.normal(1.5, 1.5));
  const answersOf = (advantage: number): Uint8Array[] => {
    const liking = Float64Array.from({ length: examples }, () => random.normal(0, ofLikings));
    return Array.from({ length: seeds }, () => {
      const seed = random.normal(0, ofSeeds) + advantage;
      return Uint8Array.from(ease, (logit, example) =>
        Number(random.uniform() < 1 / (1 + Math.exp(-(logit + liking[example] + seed)))),
      );
    });
  };
  return { a: answersOf(gap), b: answersOf(0) };
}
