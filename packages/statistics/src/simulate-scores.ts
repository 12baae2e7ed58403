import type { Random } from '@axiswise/random';

/**
 * A population of seeds and test examples on which two strategies are scored. Whether a prediction is
 * right is drawn from a mixed logistic model; everything but counts is in logits.
 */
export interface SimulatedExperiment {
  readonly seeds: number;
  readonly examples: number;
  /** How much better strategy `a` is; by default 0. */
  readonly effect?: number;
  /** Mean over the examples; by default 1.5 (three of four predictions are right). */
  readonly intercept?: number;
  /** Standard deviation from seed to seed, by default 0.2. */
  readonly seedDeviation?: number;
  /** Standard deviation from strategy to strategy on the same example, by default 0.5. */
  readonly interactionDeviation?: number;
  /**
   * How many examples the groups have, in turn until all examples are in one: `[20]`, `[5, 10, 45]`. By
   * default every example is a group of its own.
   */
  readonly groupSizes?: readonly number[];
  /** Standard deviation from strategy to strategy on the same group, by default 0; needs groups. */
  readonly groupInteractionDeviation?: number;
}

/** Standard deviation of how easy examples are, for all strategies alike. */
const exampleDeviation = 1.5;

/**
 * Draws scores of two strategies on the same test examples: examples are hard or easy for both, each
 * strategy finds some easier than the other does, and seeds are better or worse. Examples of one group
 * have it in common how much easier a strategy finds them.
 *
 * @returns for each strategy and seed: 1 for every example predicted rightly, else 0; and the group of
 *   each example.
 * @example
 * const { a, b } = simulateScores(new Random(0, 'example'), { seeds: 3, examples: 100, effect: 0.5 });
 * a.length; // 3
 * b[0].length; // 100
 */
export function simulateScores(
  random: Random,
  { effect = 0, ...population }: SimulatedExperiment,
): { a: Uint8Array[]; b: Uint8Array[]; groups: Int32Array } {
  const { scores, groups } = simulateStrategies(random, { ...population, effects: [effect, 0] });
  return { a: scores[0], b: scores[1], groups };
}

/**
 * The same of any number of strategies.
 *
 * @param effects how much better each strategy is.
 */
export function simulateStrategies(
  random: Random,
  {
    seeds,
    examples,
    effects,
    intercept = 1.5,
    seedDeviation = 0.2,
    interactionDeviation = 0.5,
    groupSizes = [1],
    groupInteractionDeviation = 0,
  }: Omit<SimulatedExperiment, 'effect'> & { readonly effects: readonly number[] },
): { scores: Uint8Array[][]; groups: Int32Array } {
  const groups = groupsOf(examples, groupSizes);
  const easeOfExample = Float64Array.from({ length: examples }, () =>
    random.normal(intercept, exampleDeviation),
  );
  const scoresOf = (advantage: number): Uint8Array[] => {
    const interaction = Float64Array.from({ length: examples }, () =>
      random.normal(0, interactionDeviation),
    );
    if (groupInteractionDeviation > 0) {
      const ofGroup = Float64Array.from({ length: groups[examples - 1] + 1 }, () =>
        random.normal(0, groupInteractionDeviation),
      );
      for (let i = 0; i < examples; i++) interaction[i] += ofGroup[groups[i]];
    }
    return Array.from({ length: seeds }, () => {
      const ofSeed = random.normal(0, seedDeviation) + advantage;
      return Uint8Array.from(easeOfExample, (ease, example) =>
        Number(random.uniform() < logistic(ease + interaction[example] + ofSeed)),
      );
    });
  };
  return { scores: effects.map(scoresOf), groups };
}

/** Groups of consecutive examples, numbered from zero. */
function groupsOf(examples: number, sizes: readonly number[]): Int32Array {
  const groups = new Int32Array(examples);
  for (let group = 0, from = 0; from < examples; group++) {
    groups.fill(group, from, (from += sizes[group % sizes.length]));
  }
  return groups;
}

/** The difference of accuracy over all seeds and examples of such a population. */
export const expectedDifference = (experiment: SimulatedExperiment): number =>
  expectedAccuracy(experiment, 'a') - expectedAccuracy(experiment, 'b');

/** The accuracy of one strategy over all seeds and examples of such a population. */
export function expectedAccuracy(
  {
    effect = 0,
    intercept = 1.5,
    seedDeviation = 0.2,
    interactionDeviation = 0.5,
    groupInteractionDeviation = 0,
  }: SimulatedExperiment,
  strategy: 'a' | 'b',
): number {
  const deviation = Math.hypot(
    exampleDeviation,
    seedDeviation,
    interactionDeviation,
    groupInteractionDeviation,
  );
  return meanLogistic(strategy === 'a' ? intercept + effect : intercept, deviation);
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
