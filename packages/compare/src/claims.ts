import { objections, slidesAlong, type Strategy } from '@axiswise/geometry';
import type { Experiment } from '@axiswise/experiment';
import { aheadIn, findPair, isSignificant } from '@axiswise/statistics';
import type { Claim, ComparedPair, ComparedStrategy } from './comparison.ts';

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
 * @param score by which strategies are compared; by default accuracy.
 *
 * A claim rests on both of its strategies. Where one did not train, the difference says nothing of their
 * filters, whichever way it goes: the claim is not testable. Nor is it where one was stopped early, since more
 * epochs might close the difference, with one exception: where the one that was stopped early is the better
 * one already, more epochs could only widen it.
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
    const ahead =
      pair && prediction.predicted === 'better' ? aheadIn(pair, score.better) : undefined;
    const untrained = [better, worse].flatMap((name) => {
      const trained = compared.find((each) => each.name === name)?.trained;
      const isSound =
        !trained ||
        trained.verdict === 'trained' ||
        (trained.verdict === 'stopped early' && name === ahead);
      return isSound ? [] : [untrainedWords(name, trained)];
    });
    if (untrained.length > 0) {
      return { ...prediction, outcome: 'not testable', measured: untrained.join('; and ') };
    }
    if (!pair) return { ...prediction, outcome: 'not shown', measured: 'not measured' };
    return { ...prediction, outcome: outcomeOf(prediction, pair, score), measured: pair.verdict };
  });

const untrainedWords = (
  name: string,
  { verdict, because }: NonNullable<ComparedStrategy['trained']>,
): string =>
  `${name} ${verdict === 'not trained' ? 'did not train' : 'was stopped early'}: ${because.join('; ')}`;

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

function outcomeOf(
  { better, predicted }: Pick<Claim, 'better' | 'predicted'>,
  pair: ComparedPair,
  { better: side, scale }: ClaimedScore,
): Claim['outcome'] {
  const margin = equalWithin * scale;
  const { low, high } = pair;
  if (predicted === 'equal') {
    if (isSignificant(pair)) return 'contradicted';
    const within = low !== null && high !== null && low > -margin && high < margin;
    return within ? 'supported' : 'not shown';
  }
  const ahead = aheadIn(pair, side);
  if (ahead === undefined) return 'not shown';
  return ahead === better ? 'supported' : 'contradicted';
}

/** Whether a strategy does what the shuffled one does, in the order as it is. */
function isOrdered(strategy: Strategy, shuffled: Strategy): boolean {
  const does = ({ blocks }: Strategy): string =>
    JSON.stringify(
      blocks.map(({ move, pool, weightSharing }) => [move, pool ?? {}, weightSharing ?? 'full']),
    );
  return !strategy.shuffled && does(strategy) === does(shuffled);
}
