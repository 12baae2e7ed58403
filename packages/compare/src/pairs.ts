import {
  enoughGroups,
  type Groups,
  groupsToDraw,
  hedgesG,
  holm,
  type Metric,
  type MetricInWords,
  metricVerdict,
  numberOfGroups,
  type Scores,
  scoreInterval,
  subtractScores,
  testedDifference,
  verdict,
  mean,
} from '@axiswise/statistics';
import type { ComparedPair, MetricDifference } from './comparison.ts';

/** The test scores of one strategy. */
export interface StrategyScores {
  readonly name: string;
  /** For each seed the score of every example (1 for right, 0 for wrong); undefined where its trial failed. */
  readonly scores: readonly (ArrayLike<number> | undefined)[];
  /** Scores of examples by other metrics, by name, for each seed; undefined where they are not known. */
  readonly metrics?: Readonly<Record<string, readonly (Float64Array | undefined)[]>> | undefined;
}

/** How pairs are compared. */
export interface PairOptions {
  /** The group of each test example, where examples depend on each other. */
  readonly groups?: Groups | undefined;
  /** What scores are called, and which are better; by default they are accuracies. */
  readonly score?: MetricInWords | undefined;
  /** How far one score can lie from another; by default 1. See `ScoreIntervalOptions`. */
  readonly range?: number | undefined;
  /** The metrics of {@link StrategyScores.metrics}, by name, with how far one score can lie from another. */
  readonly metrics?: Readonly<Record<string, Pick<Metric, 'largest'>>> | undefined;
  /** Compares the others with this strategy alone, not every two: fewer pairs to correct for. */
  readonly reference?: string | undefined;
}

/**
 * Of metrics besides accuracy: fewer, since nearly every example has scores of its own there, so that
 * permutations cost the more.
 */
const permutationsOfMetrics = 1999;

/**
 * Compares every two strategies on the same test examples, over the seeds that finished
 * with both; p-values are corrected for the number of pairs (Holm 1979), for each metric by itself.
 *
 * Where all test examples are of one group, nothing can be said of other groups: intervals are over its
 * examples, and carry a warning.
 */
export function comparePairs(
  strategies: readonly StrategyScores[],
  { groups, score, range = 1, metrics = {}, reference }: PairOptions = {},
): ComparedPair[] {
  const count = groups && numberOfGroups(groups);
  const options = { groups: groupsToDraw(groups), range };
  const pairs = strategies.flatMap((a, i) =>
    strategies.slice(i + 1).flatMap((b) => {
      if (reference !== undefined && a.name !== reference && b.name !== reference) return [];
      const seeds = pairedSeeds(a.scores, b.scores);
      return seeds.length === 0 ? [] : [{ a, b, seeds }];
    }),
  );
  const measured = pairs.map(({ a, b, seeds }) => {
    const scoresOfA = seeds.map(({ ofA }) => ofA);
    const scoresOfB = seeds.map(({ ofB }) => ofB);
    return {
      a: a.name,
      b: b.name,
      ...testedDifference(scoresOfA, scoresOfB, options),
      ...(count === 1 && {
        warning: { kind: 'few groups' as const, groups: 1, enough: enoughGroups },
      }),
      ...(seeds.length === 1 && { overExamples: overExamples(scoresOfA, scoresOfB, options) }),
      effectSize: hedgesG(scoresOfA.map(mean), scoresOfB.map(mean)),
      seeds: seeds.length,
    };
  });
  const corrected = holm(measured.map(({ p }) => p));
  const ofMetrics = Object.entries(metrics).map(
    ([name, metric]) =>
      [name, compareMetric(pairs, { name, metric, groups: options.groups })] as const,
  );
  return measured.map((pair, i) => {
    const withCorrection = { ...pair, pHolm: corrected[i] };
    const differences = ofMetrics.flatMap(([name, found]) => (found[i] ? [[name, found[i]]] : []));
    return {
      ...withCorrection,
      verdict: score ? metricVerdict(withCorrection, score) : verdict(withCorrection),
      ...(differences.length > 0 && {
        metrics: Object.fromEntries(differences) as Record<string, MetricDifference>,
      }),
    };
  });
}

/** The interval of a difference between two trained models. */
function overExamples(
  a: Scores,
  b: Scores,
  options: { readonly groups: Groups | undefined; readonly range: number },
): { readonly low: number; readonly high: number } {
  const { low, high } = scoreInterval(subtractScores(a, b), options);
  return { low, high };
}

/** The differences of all pairs by one metric; undefined where a pair has no scores of it. */
function compareMetric(
  pairs: readonly { readonly a: StrategyScores; readonly b: StrategyScores }[],
  by: {
    readonly name: string;
    readonly metric: Pick<Metric, 'largest'>;
    readonly groups: Groups | undefined;
  },
): (MetricDifference | undefined)[] {
  const { name, metric, groups } = by;
  const measured = pairs.map(({ a, b }) => {
    const seeds = pairedSeeds(a.metrics?.[name] ?? [], b.metrics?.[name] ?? []);
    if (seeds.length === 0) return undefined;
    const scoresOfA = seeds.map(({ ofA }) => ofA);
    const scoresOfB = seeds.map(({ ofB }) => ofB);
    const { difference, low, high, p } = testedDifference(scoresOfA, scoresOfB, {
      groups,
      range: metric.largest,
      permutations: permutationsOfMetrics,
    });
    return { difference, low, high, p };
  });
  const known = measured.filter((each) => each !== undefined);
  const corrected = holm(known.map(({ p }) => p));
  return measured.map((each) => each && { ...each, pHolm: corrected[known.indexOf(each)] });
}

/** The scores of the seeds that both have. */
const pairedSeeds = <Of>(
  a: readonly (Of | undefined)[],
  b: readonly (Of | undefined)[],
): { readonly ofA: Of; readonly ofB: Of }[] =>
  a.flatMap((ofA, seed) => {
    const ofB = b[seed];
    return ofA !== undefined && ofB !== undefined ? [{ ofA, ofB }] : [];
  });
