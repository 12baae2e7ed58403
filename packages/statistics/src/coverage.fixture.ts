import { Random } from '@axiswise/random';
import { decidePairs, type PairSoFar } from './decide-pairs.ts';
import { meanInterval } from './mean-interval.ts';
import { pairedDifference } from './paired-difference.ts';
import { permutationTest } from './permutation-test.ts';
import { levelOfEachLook } from './repeated-looks.ts';
import { scoreInterval } from './score-interval.ts';
import { subtractScores } from './scores.ts';
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
    if (covers(pairedDifference(a, b), truth)) covered++;
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
    const first = simulateScores(random, population);
    const second = simulateScores(random, population);
    if (covers(scoreInterval(first.a), truth)) accuracy++;
    const gains = [first, second].map(({ a, b }) => subtractScores(a, b));
    const gainedMore = scoreInterval(subtractScores(gains[0], gains[1]));
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
    if (covers(pairedDifference(a, b), 0)) ungrouped++;
    const isCovered = covers(pairedDifference(a, b, { groups }), 0);
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
    const isMissed = (of: object): boolean =>
      looks.some((look) => !covers(pairedDifference(a.slice(0, look), b.slice(0, look), of), 0));
    if (isMissed({})) fixedEachLook++;
    // Nothing is decided where zero is in the interval of every look.
    if (!isMissed({ confidence })) continue;
    missed++;
    const { pairs } = decidePairs(
      [
        { name: 'a', scores: a },
        { name: 'b', scores: b },
      ],
      { seed: i, maximumSeeds: seeds, permutations: 99 },
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

/** What happens where the first of several strategies is to be told from each other one. */
export interface RestingExperiments {
  /** How often a pair was decided in favour of a strategy that is not better, had all looks been made. */
  readonly falseVerdictsAtAnyLook: number;
  /** The same where strategies rest as soon as nothing of them is open. */
  readonly falseVerdicts: number;
  /** How often the interval of a pair covers the true difference at all looks, over all pairs. */
  readonly coveredAtEveryLook: number;
  /** The same, of the intervals of the end. */
  readonly covered: number;
  /** How many of the pairs that are to be decided and differ were decided rightly. */
  readonly decided: number;
  /** Trainings of an experiment, in the mean. */
  readonly trainings: number;
}

/**
 * Simulates experiments of several strategies that are trained with three seeds and then as long as a pair
 * with the first of them is open.
 *
 * @param effects how much better each strategy is.
 */
export function restingExperiments(
  { effects, ...population }: Omit<SimulatedExperiment, 'effect'> & { effects: readonly number[] },
  experiments: number,
): RestingExperiments {
  const { seeds } = population;
  const random = new Random(7, 'resting', ...effects, ...Object.values(population).flat());
  const names = effects.map((_, i) => String(i));
  const accuracies = effects.map((effect) => expectedAccuracy({ ...population, effect }, 'a'));
  const truth = ({ a, b }: { readonly a: string; readonly b: string }): number =>
    accuracies[Number(a)] - accuracies[Number(b)];
  const toDecide = names.slice(1).map((b) => ({ a: names[0], b }));
  const isFalse = (pair: PairSoFar): boolean =>
    (pair.decision === 'a is higher' && truth(pair) <= 0) ||
    (pair.decision === 'b is higher' && truth(pair) >= 0);
  const sums = { atAnyLook: 0, atEnd: 0, everyLook: 0, covered: 0, decided: 0, trainings: 0 };
  for (let i = 0; i < experiments; i++) {
    const { scores } = simulateStrategies(random, { ...population, effects });
    const strategiesOf = (counts: readonly number[]) =>
      names.map((name, s) => ({ name, scores: scores[s].slice(0, counts[s]) }));
    const all = strategiesOf(effects.map(() => seeds));
    const options = { toDecide, maximumSeeds: seeds, seed: i };
    const intervals = decidePairs(all, { ...options, permutations: 1 });
    // Nothing is decided where zero is in all intervals, which is quick to see. More would need p-values small
    // enough for Holm's correction, and so as many permutations.
    const whole = intervals.pairs.every((pair) => covers(pair, 0))
      ? intervals
      : decidePairs(all, { ...options, permutations: 1999 });
    let counts = effects.map(() => 3);
    // The looks of a part are among those of the whole.
    const partOf = () =>
      decidePairs(strategiesOf(counts), { ...options, permutations: 1, before: whole });
    let end = partOf();
    for (; !end.done; end = partOf()) {
      const { toTrain } = end;
      counts = counts.map((count, s) => count + Number(toTrain.includes(names[s])));
    }
    sums.atAnyLook += Number(whole.pairs.some(isFalse));
    sums.atEnd += Number(end.pairs.some(isFalse));
    sums.everyLook += shareOf(whole.pairs, (pair) =>
      pair.looks.every((look) => covers(look, truth(pair))),
    );
    sums.covered += shareOf(end.pairs, (pair) => covers(pair, truth(pair)));
    const differing = end.pairs.filter((pair) => pair.a === names[0] && truth(pair) !== 0);
    sums.decided += shareOf(differing, (pair) => pair.decision !== null && !isFalse(pair));
    sums.trainings += counts.reduce((sum, count) => sum + count, 0);
  }
  return {
    falseVerdictsAtAnyLook: sums.atAnyLook / experiments,
    falseVerdicts: sums.atEnd / experiments,
    coveredAtEveryLook: sums.everyLook / experiments,
    covered: sums.covered / experiments,
    decided: sums.decided / experiments,
    trainings: sums.trainings / experiments,
  };
}

const shareOf = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  items.length === 0 ? 0 : items.filter(is).length / items.length;

/**
 * How often intervals of the difference of two strategies' squared errors cover zero, where there is none, and how
 * often both interval and test show one. Examples differ in how hard they are, and have errors that all seeds of a
 * strategy share.
 */
export function coverageOfSquaredErrors(
  { seeds, examples }: { readonly seeds: number; readonly examples: number },
  experiments: number,
): { readonly covered: number; readonly falseAlarms: number } {
  let [covered, falseAlarms] = [0, 0];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const random = new Random(experiment, 'squared errors');
    const hardness = Float64Array.from({ length: examples }, () => Math.exp(0.6 * random.normal()));
    const scores = (): Float64Array[] => {
      const shared = hardness.map((hard) => 0.7 * hard * random.normal());
      return Array.from({ length: seeds }, () => {
        const bias = 0.3 * random.normal();
        return shared.map((error, i) => (error + bias + 0.5 * hardness[i] * random.normal()) ** 2);
      });
    };
    const [a, b] = [scores(), scores()];
    const { low, high } = pairedDifference(a, b);
    if (low! <= 0 && high! >= 0) covered++;
    else if (permutationTest(a, b, { permutations: 499 })! < 0.05) falseAlarms++;
  }
  return { covered: covered / experiments, falseAlarms: falseAlarms / experiments };
}
