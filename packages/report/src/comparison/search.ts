import type { ExperimentComparison, TriedConfiguration, TunedStrategy } from '@axiswise/compare';
import { type ExpectedMaximum, expectedMaximum } from '@axiswise/statistics';

import { tuningScore } from './metric-words.ts';

/**
 * The validation score of a configuration at the end of the last rung that it entered; null where it has
 * none.
 */
export function scoreOf({ scores }: TriedConfiguration): number | null {
  const last = scores[scores.length - 1];
  return last !== undefined && Number.isFinite(last.score) ? last.score : null;
}

/**
 * The best score that the search of a strategy is expected to find with 1, 2, … configurations (Dodge et
 * al. 2019).
 *
 * A configuration that was stopped counts with the score that it had then, one without a score as the worst
 * of the others.
 */
export function expectedBest(
  { configurations }: TunedStrategy,
  better: 'lower' | 'higher',
): ExpectedMaximum[] {
  const scores = configurations.map(scoreOf);
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return [];
  const worst = better === 'lower' ? Math.max(...known) : Math.min(...known);
  return expectedMaximum(
    scores.map((score) => score ?? worst),
    { better },
  );
}

/** Says whether more search would change the order of the strategies; empty where that cannot be told. */
export function searchSentence({ tuning, strategies }: ExperimentComparison): string {
  if (!tuning || tuning.configurations < 2) return '';
  const { better, configurations: all, metric } = tuning;
  const half = Math.floor(all / 2);
  const searched = strategies
    .flatMap(({ name, tuned }) => {
      const curve = tuned ? expectedBest(tuned, better) : [];
      if (curve.length < all) return [];
      const best = curve[all - 1].mean;
      return [{ name, best, gain: Math.abs(best - curve[half - 1].mean) }];
    })
    .sort((a, b) => (better === 'lower' ? a.best - b.best : b.best - a.best));
  if (searched.length < 2) return '';
  const open = searched.slice(1).flatMap((worse, i) => {
    const ahead = searched[i];
    const distance = Math.abs(worse.best - ahead.best);
    return worse.gain > distance ? [{ worse, ahead, distance }] : [];
  });
  if (open.length === 0) {
    return (
      `From ${half} to ${all} configurations the expected best ${metric} of no strategy improves by as much ` +
      'as its distance to the next better one: more search is not expected to change their order.'
    );
  }
  const [first] = open;
  const { distance } = tuningScore(metric);
  const which =
    open.length === 1
      ? `${first.worse.name} and ${first.ahead.name}`
      : `${open.length} of ${searched.length - 1} neighbours in the order, such as ${first.worse.name} and ${first.ahead.name}`;
  return (
    `More search may swap ${which}: from ${half} to ${all} configurations the expected best ${metric} of ` +
    `${first.worse.name} improves by ${distance(first.worse.gain)}, and its distance to ${first.ahead.name} is ` +
    `${distance(first.distance)}.`
  );
}
