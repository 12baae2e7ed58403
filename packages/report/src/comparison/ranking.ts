import type { ExperimentComparison, MeanOverSeeds } from '@axiswise/compare';
import { scoreOf } from '@axiswise/compare/comparison';
import { seriesLook, type SeriesLook } from '@axiswise/drawing';
import { reverseDifference } from '@axiswise/statistics';
import type { Scored, ScoredStrategy } from './scored.ts';

/** Whether a trial finished, so that there is a mean. (In JSON, which has no NaN, it is null.) */
export const isMeasured = ({ mean }: MeanOverSeeds): boolean =>
  mean !== null && Number.isFinite(mean);

/** The strategies with results, the best first: that with the highest mean accuracy, or the best score. */
export const ranked = <S extends Pick<ScoredStrategy, 'accuracy' | 'score'>>({
  strategies,
  task,
}: Pick<Scored, 'task'> & { readonly strategies: readonly S[] }): S[] => {
  const sign = task?.score.better === 'lower' ? -1 : 1;
  return strategies
    .filter((each) => isMeasured(scoreOf(each)))
    .sort((a, b) => sign * (scoreOf(b).mean - scoreOf(a).mean));
};

/** The look of a strategy, the same in every chart. */
export const lookOf = ({ strategies }: Pick<Scored, 'strategies'>, name: string): SeriesLook =>
  seriesLook(strategies.findIndex((strategy) => strategy.name === name));

/** The strategy that the others are compared with: the one whose size they have, else the best one. */
export function referenceOf(experiment: ExperimentComparison): string | null {
  const { budget, strategies } = experiment;
  const sized = strategies.find(({ name }) => name === budget.reference);
  if (sized && isMeasured(scoreOf(sized))) return sized.name;
  return ranked(experiment)[0]?.name ?? null;
}

export interface DifferenceToReference {
  readonly strategy: string;
  /** Mean accuracy of the strategy minus that of the reference. */
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly pHolm: number | null;
  readonly verdict: string;
  readonly decidedAfter?: number | null | undefined;
}

/** The differences of the other strategies from one of them. */
export function differencesTo(
  { pairs }: Pick<Scored, 'pairs'>,
  reference: string,
): DifferenceToReference[] {
  return pairs.flatMap((pair) => {
    if (pair.a !== reference && pair.b !== reference) return [];
    const { a, b } = pair;
    const { difference, low, high, pHolm, verdict, decidedAfter } =
      b === reference ? pair : reverseDifference(pair);
    const decided = decidedAfter === undefined ? {} : { decidedAfter };
    const strategy = b === reference ? a : b;
    return [{ strategy, difference, low, high, pHolm, verdict, ...decided }];
  });
}

/** Whether both the interval and the corrected test show a difference. */
export const isShown = ({
  low,
  high,
  pHolm,
}: Pick<DifferenceToReference, 'low' | 'high' | 'pHolm'>): boolean =>
  low !== null && high !== null && (low > 0 || high < 0) && pHolm !== null && pHolm < 0.05;
