import type { Experiment } from '@axiswise/experiment';
import { slidesAlong, subsamplesAlong } from '@axiswise/geometry';
import { listAnd } from '@axiswise/messages';
import type { DiagnosedAxis, Diagnosis } from '../diagnosis.ts';
import type { AxisMoves } from '../classifiers/reference-classifier.ts';

type AxisVerdicts = Pick<DiagnosedAxis, 'axis' | 'slide' | 'subsample'>;

/**
 * Recommends a strategy: slide where patterns recur, span where they do not, pool where subsampling was
 * shown to cost nothing. Where the verdict is "not shown", the moves of the best classifier are taken and
 * called a guess.
 *
 * @param best the moves of the best classifier.
 */
export function recommend(
  axes: readonly AxisVerdicts[],
  best: AxisMoves,
  strategies: Experiment['strategies'],
): Diagnosis['recommendation'] {
  const move = Object.fromEntries(
    axes.map(({ axis, slide }): [string, 'slide' | 'span'] => [
      axis,
      slide.verdict === 'not shown' ? best[axis] : slide.verdict === 'yes' ? 'slide' : 'span',
    ]),
  );
  const pool = axes
    .filter(({ axis, subsample }) => subsample.verdict === 'yes' && move[axis] === 'slide')
    .map(({ axis }) => axis);
  return {
    move,
    pool,
    sentence: sentenceFor(axes, move, pool),
    strategy: matching(strategies, axes, move, pool),
  };
}

function sentenceFor(
  axes: readonly AxisVerdicts[],
  move: AxisMoves,
  pool: readonly string[],
): string {
  const parts = axes.map(({ axis, slide }) => {
    const what = move[axis] === 'slide' ? `slide along ${axis}` : `span ${axis}`;
    return slide.verdict === 'not shown' ? `${what} (a guess: it did best here)` : what;
  });
  const open = axes
    .filter(({ axis, subsample }) => subsample.verdict === 'not shown' && move[axis] === 'slide')
    .map(({ axis }) => axis);
  return (
    `${listAnd(parts)}; ${pool.length > 0 ? `pool along ${listAnd(pool)}` : 'do not pool'}` +
    (open.length > 0 ? `; whether ${listAnd(open)} may be pooled is not shown, so rather not` : '')
  );
}

/** The declared strategy that slides, spans and subsamples along the same axes with shared weights. */
function matching(
  strategies: Experiment['strategies'],
  axes: readonly AxisVerdicts[],
  move: AxisMoves,
  pool: readonly string[],
): string | null {
  const found = Object.entries(strategies).find(([, strategy]) => {
    if (strategy.shuffled) return false;
    if (strategy.blocks.some(({ weightSharing = 'full' }) => weightSharing !== 'full'))
      return false;
    return axes.every(
      ({ axis }) =>
        slidesAlong(strategy, axis) === (move[axis] === 'slide') &&
        subsamplesAlong(strategy, axis) === pool.includes(axis),
    );
  });
  return found ? found[0] : null;
}
