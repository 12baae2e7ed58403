import { objections, slidesAlong, type Strategy } from '@axiswise/geometry';
import type { Experiment } from '@axiswise/experiment';
import { aheadIn, findPair, isSignificant } from '@axiswise/statistics';
import type { Claim, ClaimOutcome, ComparedPair, ComparedStrategy } from './comparison.ts';
import { outcomeOfPair, type PairOutcome, untestableBecause } from './pair-outcome.ts';

/** Differences within a point count as equal, where the theory says equal. */
const equalWithin = 0.01;

/** What decides which strategy is better, and what counts as equal. */
export interface ClaimedScore {
  readonly better: 'higher' | 'lower';
  /** A hundredth of it is a point. */
  readonly scale: number;
}

const ofAccuracy: ClaimedScore = { better: 'higher', scale: 1 };

/** What the theory predicts of two strategies. */
export type Prediction = Pick<Claim, 'better' | 'worse' | 'predicted' | 'because'>;

/**
 * Holds what the theory predicts of the strategies against what was measured of them, at one size.
 *
 * A claim rests on both of its strategies; where {@link untestableBecause} names a reason, it is not testable.
 *
 * @param score by which strategies are compared; by default accuracy.
 */
export const claimsOf = (
  experiment: Experiment,
  compared: readonly Pick<ComparedStrategy, 'name' | 'trained'>[],
  pairs: readonly ComparedPair[],
  score = ofAccuracy,
): Claim[] =>
  predictionsOf(
    experiment,
    compared.map(({ name }) => name),
  ).map((prediction): Claim => {
    const { better, worse } = prediction;
    const pair = findPair(pairs, better, worse);
    // Equality asks for both.
    const ahead =
      pair && prediction.predicted === 'better' ? aheadIn(pair, score.better) : undefined;
    const untestable = untestableBecause([better, worse], compared, ahead);
    if (untestable.length > 0) {
      return { ...prediction, outcome: 'not testable', measured: untestable.join('; and ') };
    }
    if (!pair) return { ...prediction, outcome: 'not shown', measured: 'not measured' };
    const outcome =
      prediction.predicted === 'equal'
        ? outcomeOfEquality(pair, score)
        : claimed[outcomeOfPair(better, pair, compared, score.better)];
    return { ...prediction, outcome, measured: pair.verdict };
  });

/** What the outcome of the strategy that should be better says of the claim. */
const claimed: Readonly<Record<PairOutcome, ClaimOutcome>> = {
  better: 'supported',
  worse: 'contradicted',
  'not shown': 'not shown',
  'not testable': 'not testable',
};

/** The difference within which a prediction counts as met, where it predicts none. */
export const marginOf = (
  { predicted }: Prediction,
  { scale }: Pick<ClaimedScore, 'scale'> = ofAccuracy,
): number | undefined => (predicted === 'equal' ? equalWithin * scale : undefined);

/**
 * What the theory predicts of the strategies.
 *
 * The theory predicts that the first strategy which follows the declaration of the axes is better than
 * each that acts against it. Shuffling an axis whose order means nothing should change nothing; shuffling
 * one along which patterns recur should cost a strategy that slides along it.
 */
export function predictionsOf(
  { axes, strategies }: Experiment,
  compared: readonly string[],
): Prediction[] {
  const declared = compared.filter((name) => name in strategies);
  const reference = declared.find(
    (name) => !strategies[name].shuffled && objections(axes, strategies[name]).length === 0,
  );
  return declared.flatMap((name): Prediction[] => {
    const strategy = strategies[name];
    if (strategy.shuffled) {
      const ordered = declared.find((other) => isOrdered(strategies[other], strategy));
      return ordered === undefined ? [] : [ofShuffling(ordered, name, strategy)];
    }
    const against = objections(axes, strategy);
    if (reference === undefined || against.length === 0) return [];
    const because = against.map(({ what, because }) => `${what} (${because})`).join('; ');
    return [{ better: reference, worse: name, predicted: 'better', because }];
  });

  function ofShuffling(ordered: string, shuffled: string, strategy: Strategy): Prediction {
    const needed = strategy.shuffled!.filter(
      (axis) => slidesAlong(strategy, axis) && axes.declarations[axis].patternsRecur.answer,
    );
    const [axis] = needed.length > 0 ? needed : strategy.shuffled!;
    return {
      better: ordered,
      worse: shuffled,
      predicted: needed.length > 0 ? 'better' : 'equal',
      because:
        needed.length > 0
          ? `shuffled, neighbours along ${axis} are no neighbours any more`
          : `the order of ${axis} means nothing (${axes.declarations[axis].patternsRecur.because})`,
    };
  }
}

function outcomeOfEquality(pair: ComparedPair, { scale }: ClaimedScore): ClaimOutcome {
  const margin = equalWithin * scale;
  const { low, high } = pair;
  if (isSignificant(pair)) return 'contradicted';
  const within = low !== null && high !== null && low > -margin && high < margin;
  return within ? 'supported' : 'not shown';
}

/** Whether a strategy does what the shuffled one does, in the order as it is. */
function isOrdered(strategy: Strategy, shuffled: Strategy): boolean {
  const does = ({ blocks }: Strategy): string =>
    JSON.stringify(
      blocks.map(({ move, pool, weightSharing }) => [move, pool ?? {}, weightSharing ?? 'full']),
    );
  return !strategy.shuffled && does(strategy) === does(shuffled);
}
