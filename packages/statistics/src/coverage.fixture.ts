import { Random } from '@axiswise/random';
import { decidePairs, type PairsSoFar } from './decide-pairs.ts';
import { meanInterval } from './mean-interval.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { levelOfEachLook } from './repeated-looks.ts';
import { scoreInterval } from './score-interval.ts';
import { type Scores, subtractScores } from './scores.ts';
import {
  expectedAccuracy,
  expectedDifference,
  logistic,
  meanLogistic,
  type SimulatedExperiment,
  simulateScores,
  simulateStrategies,
} from './simulate-scores.ts';

// Shares of simulated experiments in which an interval covers the truth, or a p-value is below 0.05.
// Smaller than in benchmarks/coverage.ts: 100 examples and fewer draws.

type Population = Omit<SimulatedExperiment, 'examples'>;

const examples = 100;

const covers = (
  { low, high }: { low: number | null; high: number | null },
  truth: number,
): boolean => low! <= truth && truth <= high!;

/** How often the interval of a difference covers the true one. */
export function coverageOfDifference(population: Population, experiments: number): number {
  const simulated = { ...population, examples };
  const random = new Random(1, 'simulation', ...Object.values(population).flat());
  const truth = expectedDifference(simulated);
  let covered = 0;
  for (let i = 0; i < experiments; i++) {
    const { a, b } = simulateScores(random, simulated);
    if (covers(pairedDifference(a, b, { replicates: 200, seed: i }), truth)) covered++;
  }
  return covered / experiments;
}

/** How often the intervals of an accuracy and of a difference of differences cover the true ones. */
export function coverageOfScores(
  seeds: number,
  experiments: number,
): { readonly accuracy: number; readonly differenceOfDifferences: number } {
  const population = { seeds, examples, effect: 0.5 };
  const random = new Random(4, 'kinds of estimate', seeds);
  const truth = expectedAccuracy(population, 'a');
  let accuracy = 0;
  let differenceOfDifferences = 0;
  for (let i = 0; i < experiments; i++) {
    const options = { replicates: 100, seed: i };
    const first = simulateScores(random, population);
    const second = simulateScores(random, population);
    if (covers(scoreInterval(first.a, options), truth)) accuracy++;
    const gains = [first, second].map(({ a, b }) => subtractScores(a, b));
    const gainedMore = scoreInterval(subtractScores(gains[0], gains[1]), options);
    if (covers(gainedMore, 0)) differenceOfDifferences++;
  }
  return {
    accuracy: accuracy / experiments,
    differenceOfDifferences: differenceOfDifferences / experiments,
  };
}

/** How often p is below 0.05 where strategies are equal. */
export function falseAlarms(population: Population, experiments: number): number {
  const random = new Random(3, 'null', ...Object.values(population).flat());
  let alarms = 0;
  for (let i = 0; i < experiments; i++) {
    const { a, b } = simulateScores(random, { ...population, examples });
    if (permutationTest(a, b, { permutations: 199, seed: i })! < 0.05) alarms++;
  }
  return alarms / experiments;
}

/** How often the interval of a mean over seeds covers the true one. */
export function coverageOfMean(seeds: number, experiments: number): number {
  const random = new Random(2, 'means', seeds);
  // Always the same test examples: what varies are the seeds, and their single predictions.
  const ease = Array.from({ length: 200 }, () => random.normal(1.5, 1.5));
  const truth = ease.reduce((sum, logit) => sum + meanLogistic(logit, 0.2), 0) / ease.length;
  let covered = 0;
  for (let i = 0; i < experiments; i++) {
    const accuracies = Array.from({ length: seeds }, () => {
      const seed = random.normal(0, 0.2);
      let right = 0;
      for (const logit of ease) if (random.uniform() < logistic(logit + seed)) right++;
      return right / ease.length;
    });
    if (covers(meanInterval(accuracies), truth)) covered++;
  }
  return covered / experiments;
}

/**
 * How often intervals of a difference cover the true one where examples of a group depend on each other,
 * without and with their groups, and how often equal strategies are said to differ with groups.
 */
export function coverageOfGroups(
  {
    seeds,
    groupCount,
    groupSizes,
  }: {
    readonly seeds: number;
    readonly groupCount: number;
    readonly groupSizes: readonly number[];
  },
  experiments: number,
): { readonly ungrouped: number; readonly grouped: number; readonly falseVerdicts: number } {
  const sizes = Array.from({ length: groupCount }, (_, i) => groupSizes[i % groupSizes.length]);
  const population = {
    seeds,
    examples: sizes.reduce((sum, size) => sum + size, 0),
    groupSizes,
    groupInteractionDeviation: 1.5,
  };
  const random = new Random(5, 'groups', seeds, groupCount, ...groupSizes);
  let ungrouped = 0;
  let grouped = 0;
  let falseVerdicts = 0;
  for (let i = 0; i < experiments; i++) {
    const { a, b, groups } = simulateScores(random, population);
    const options = { replicates: 100, seed: i };
    if (covers(pairedDifference(a, b, options), 0)) ungrouped++;
    const isCovered = covers(pairedDifference(a, b, { ...options, groups }), 0);
    if (isCovered) grouped++;
    else if (
      permutationTest(a, b, { permutations: 199, exhaustiveUpTo: 0, seed: i, groups })! < 0.05
    ) {
      falseVerdicts++;
    }
  }
  return {
    ungrouped: ungrouped / experiments,
    grouped: grouped / experiments,
    falseVerdicts: falseVerdicts / experiments,
  };
}

/** What happens in experiments of equal strategies that are looked at after each of 3 to 6 seeds. */
export function sequentialExperiments(
  population: Omit<Population, 'seeds'>,
  experiments: number,
): {
  /** How often a difference was shown. */
  readonly falseVerdicts: number;
  /** How often the interval of any look missed the true difference. */
  readonly missed: number;
  /** How often the interval of any look did that is meant for one look alone. */
  readonly fixedEachLook: number;
} {
  const seeds = 6;
  const looks = [3, 4, 5, 6];
  const confidence = 1 - levelOfEachLook(0.05, looks);
  const random = new Random(6, 'sequential', ...Object.values(population).flat());
  let falseVerdicts = 0;
  let missed = 0;
  let fixedEachLook = 0;
  for (let i = 0; i < experiments; i++) {
    const { a, b } = simulateScores(random, { ...population, seeds, examples });
    const options = { replicates: 100, seed: i };
    const isMissed = (of: object): boolean =>
      looks.some(
        (look) =>
          !covers(pairedDifference(a.slice(0, look), b.slice(0, look), { ...options, ...of }), 0),
      );
    if (isMissed({})) fixedEachLook++;
    // Nothing is decided where zero is in the interval of every look.
    if (!isMissed({ confidence })) continue;
    missed++;
    const { pairs } = decidePairs(
      [
        { name: 'a', scores: a },
        { name: 'b', scores: b },
      ],
      { ...options, maximumSeeds: seeds, permutations: 99 },
    );
    // All looks at once: the last result holds what earlier ones decided.
    if (pairs[0].decision !== null) falseVerdicts++;
  }
  return {
    falseVerdicts: falseVerdicts / experiments,
    missed: missed / experiments,
    fixedEachLook: fixedEachLook / experiments,
  };
}

/**
 * What happens in experiments of several strategies of which the first is to be told from each other one:
 * they are trained from 3 to 6 seeds, and rest as soon as nothing of them is open.
 */
export function restingExperiments(
  { effects, ...population }: Omit<Population, 'seeds' | 'effect'> & { effects: readonly number[] },
  experiments: number,
): {
  /** How often any pair was decided in favour of a strategy that is not better. */
  readonly falseVerdicts: number;
  /** How often the interval of a pair covers the true difference, over all pairs. */
  readonly covered: number;
  /** Seeds of a strategy, in the mean. */
  readonly seeds: number;
} {
  const seeds = 6;
  const random = new Random(7, 'resting', ...effects, ...Object.values(population).flat());
  const names = effects.map((_, i) => String(i));
  const truth = (a: string, b: string): number =>
    expectedDifference({ ...population, seeds, examples, effect: effects[Number(a)] }) -
    expectedDifference({ ...population, seeds, examples, effect: effects[Number(b)] });
  const sums = { falseVerdicts: 0, covered: 0, pairs: 0, seeds: 0 };
  for (let i = 0; i < experiments; i++) {
    const { scores } = simulateStrategies(random, { ...population, seeds, examples, effects });
    const { pairs, trained } = trainUntilDecided(scores, (strategies, before) =>
      decidePairs(strategies, {
        ...{ maximumSeeds: seeds, replicates: 100, permutations: 99, seed: i, before },
        toDecide: names.slice(1).map((b) => ({ a: names[0], b })),
      }),
    );
    sums.seeds += trained / effects.length;
    const isFalse = pairs.some(({ a, b, decision }) => {
      const difference = truth(a, b);
      return (
        (decision === 'a is higher' && difference <= 0) ||
        (decision === 'b is higher' && difference >= 0)
      );
    });
    if (isFalse) sums.falseVerdicts++;
    sums.covered += pairs.filter((pair) => covers(pair, truth(pair.a, pair.b))).length;
    sums.pairs += pairs.length;
  }
  return {
    falseVerdicts: sums.falseVerdicts / experiments,
    covered: sums.covered / sums.pairs,
    seeds: sums.seeds / experiments,
  };
}

/** Gives every strategy one seed more as long as it is wanted, as `compare` does. */
function trainUntilDecided(
  scores: readonly Scores[],
  decide: (
    strategies: readonly { readonly name: string; readonly scores: Scores }[],
    before: PairsSoFar | undefined,
  ) => PairsSoFar,
): { readonly pairs: PairsSoFar['pairs']; readonly trained: number } {
  const counts = scores.map(() => 3);
  for (let before: PairsSoFar | undefined; ;) {
    const found = decide(
      scores.map((of, i) => ({ name: String(i), scores: of.slice(0, counts[i]) })),
      before,
    );
    if (found.done) {
      return { pairs: found.pairs, trained: counts.reduce((sum, count) => sum + count, 0) };
    }
    for (const name of found.toTrain) counts[Number(name)]++;
    before = found;
  }
}
