import type { Experiment } from '@axiswise/experiment';
import { slidesAlong, subsamplesAlong } from '@axiswise/geometry';
import { listAnd, percent } from '@axiswise/messages';
import type { DiagnosedAxis, Diagnosis } from '../diagnosis.ts';
import type { AxisMoves } from '../classifiers/reference-classifier.ts';

type AxisVerdicts = Pick<DiagnosedAxis, 'axis' | 'slide' | 'subsample'>;
type Classifiers = Diagnosis['classifiers'];

/**
 * Recommends a strategy: slide where patterns recur, span where they do not, pool where subsampling was
 * shown to cost nothing.
 *
 * Where the verdict is "not shown", it follows the table: of the classifiers that do what is shown, the one
 * with the highest accuracy says how to move along the other axes. That is called a guess, with the accuracies
 * that it rests on. Validation examples have no say in it, since the reader sees the table.
 *
 * @param score what their accuracies are, where the task is no classification.
 * @param classifiers every way to slide or span, with its accuracy; empty where no axis is long enough.
 */
export function recommend(
  axes: readonly AxisVerdicts[],
  classifiers: Classifiers,
  strategies: Experiment['strategies'],
  score?: Diagnosis['score'],
): Diagnosis['recommendation'] {
  const shown = Object.fromEntries(
    axes
      .filter(({ slide }) => slide.verdict !== 'not shown')
      .map(({ axis, slide }) => [axis, slide.verdict === 'yes' ? 'slide' : 'span'] as const),
  );
  const best = bestThatDoes(classifiers, shown);
  const move = Object.fromEntries(
    axes.map(({ axis }) => [axis, shown[axis] ?? best?.move[axis] ?? 'span'] as const),
  );
  const pool = axes
    .filter(({ axis, subsample }) => subsample.verdict === 'yes' && move[axis] === 'slide')
    .map(({ axis }) => axis);
  return {
    move,
    pool,
    sentence: sentenceFor(axes, move, pool, classifiers, score),
    strategy: matching(strategies, axes, move, pool),
    basis: Object.fromEntries(
      axes.map(({ axis }) => [axis, axis in shown ? ('shown' as const) : ('guess' as const)]),
    ),
  };
}

/** The classifier with the highest accuracy among those that slide and span as is asked for. */
function bestThatDoes(
  classifiers: Classifiers,
  wanted: AxisMoves,
): Classifiers[number] | undefined {
  const fitting = classifiers.filter(({ move }) =>
    Object.keys(wanted).every((axis) => move[axis] === wanted[axis]),
  );
  return fitting.reduce<Classifiers[number] | undefined>(
    (best, each) => (best && best.accuracy.value >= each.accuracy.value ? best : each),
    undefined,
  );
}

function sentenceFor(
  axes: readonly AxisVerdicts[],
  move: AxisMoves,
  pool: readonly string[],
  classifiers: Classifiers,
  score: Diagnosis['score'],
): string {
  const does = (axis: string, way: 'slide' | 'span'): string =>
    way === 'slide' ? `slide along ${axis}` : `span ${axis}`;
  const parts = axes.map(({ axis, slide }) => {
    const what = does(axis, move[axis]);
    return slide.verdict === 'not shown'
      ? `${what} (${guessWords(axis, move, classifiers, score)})`
      : what;
  });
  const open = axes
    .filter(({ axis, subsample }) => subsample.verdict === 'not shown' && move[axis] === 'slide')
    .map(({ axis }) => axis);
  return [
    listAnd(parts),
    pool.length > 0 ? `pool along ${listAnd(pool)}` : 'do not pool',
    ...(open.length > 0
      ? [`whether ${listAnd(open)} may be pooled is not shown, so rather not`]
      : []),
    ...higherWords(move, classifiers),
  ].join('; ');
}

/** Why an axis is treated so though nothing is shown: by which accuracies. */
function guessWords(
  axis: string,
  move: AxisMoves,
  classifiers: Classifiers,
  score: Diagnosis['score'],
): string {
  const recommended = bestThatDoes(classifiers, move);
  const otherwise = bestThatDoes(classifiers, {
    ...move,
    [axis]: move[axis] === 'slide' ? 'span' : 'slide',
  });
  if (!recommended || !otherwise) return 'a guess: nothing was measured along it';
  const [ours, theirs] = [recommended, otherwise].map(({ accuracy }) => percent(accuracy.value, 1));
  const other = otherwise.move[axis] === 'slide' ? 'sliding along' : 'spanning';
  const what = score?.describe ?? 'right';
  return ours === theirs
    ? `a guess: ${ours} ${what}, and as many by ${other} it`
    : `a guess: it did best here, ${ours} ${what} against ${theirs} by ${other} it`;
}

/** Says so where another row of the table is above the recommended one. */
function higherWords(move: AxisMoves, classifiers: Classifiers): string[] {
  const recommended = bestThatDoes(classifiers, move);
  const top = bestThatDoes(classifiers, {});
  if (!recommended || !top || top.accuracy.value <= recommended.accuracy.value) return [];
  const what = Object.entries(top.move).map(([axis, way]) => `${way} ${axis}`);
  const difference = 100 * (top.accuracy.value - recommended.accuracy.value);
  return [
    `"${what.join(', ')}" had ${difference.toFixed(1)} points more in the table, which by itself shows nothing: ` +
      `the verdicts rest on all the evidence`,
  ];
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
