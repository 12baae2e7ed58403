import type { ComparedStrategy, ExperimentComparison, FilterAlongAxis } from '@axiswise/compare';
import { isShown } from '@axiswise/statistics';
import type { Agreement, DiagnosedAxis, MeasuredDifference, Verdict } from './diagnosis.ts';

/** What of a comparison is looked at. */
type Measured = Pick<ExperimentComparison, 'strategies' | 'pairs'>;

/**
 * A comparison without the baselines, which differ from the strategies in more than their filters.
 *
 * @param strategies those that the experiment declares.
 */
export const withoutBaselines = <T extends Measured>(comparison: T, strategies: object): T => ({
  ...comparison,
  strategies: comparison.strategies.filter(({ name }) => Object.hasOwn(strategies, name)),
});

type Asked = Pick<DiagnosedAxis, 'axis' | 'declared'> & {
  readonly slide: { readonly verdict: Verdict };
  readonly subsample: { readonly verdict: Verdict };
};

/**
 * Sets what the diagnosis answers beside what is declared and what a comparison measured.
 *
 * Of a comparison those pairs of strategies count that differ in nothing but the question: one slides
 * along the axis and the other spans it, or one subsamples and the other does not. A difference is shown
 * only where interval and corrected test both show it. Subsampling is mostly declared of several axes at
 * once; then so much may be lost for each of them, and a loss beyond that contradicts a single axis only
 * where each of them is said to bear it.
 *
 * @param margin a loss of accuracy up to this is none, as a share of 1.
 */
export function setBeside(
  axes: readonly Asked[],
  comparison: Measured | null,
  margin: number,
): Agreement[] {
  const verdictOn = (axis: string): Verdict | undefined =>
    axes.find((each) => each.axis === axis)?.subsample.verdict;
  return axes.flatMap(({ axis, slide, subsample, declared }): Agreement[] => {
    const sliding = comparison ? slidingAlong(axis, comparison) : [];
    const subsampling = comparison ? subsamplingOf(axis, comparison) : [];
    const recurs = together(sliding.map(foundBySliding));
    const bears = together(subsampling.map((each) => foundBySubsampling(each, margin)));
    // Who says that each axis may be subsampled, and that not all of them together, contradicts himself.
    const ofAnother =
      bears === 'no' &&
      subsampling.every((each) => each.axes.some((name) => verdictOn(name) !== 'yes'));
    return [
      {
        axis,
        question: 'slide',
        declared: declared.patternsRecur,
        verdict: slide.verdict,
        measured: sliding,
        found: recurs,
        withDeclaration: agreeing(slide.verdict, declared.patternsRecur ? 'yes' : 'no'),
        withComparison: recurs && agreeing(slide.verdict, recurs),
      },
      {
        axis,
        question: 'subsample',
        declared: declared.subsamplable,
        verdict: subsample.verdict,
        measured: subsampling,
        found: bears,
        withDeclaration: agreeing(subsample.verdict, declared.subsamplable ? 'yes' : 'no'),
        withComparison:
          bears &&
          (subsample.verdict === 'yes' && ofAnother ? 'open' : agreeing(subsample.verdict, bears)),
      },
    ];
  });
}

function agreeing(verdict: Verdict, other: Verdict | 'mixed'): 'agree' | 'disagree' | 'open' {
  if (verdict === 'not shown' || other === 'not shown' || other === 'mixed') return 'open';
  return verdict === other ? 'agree' : 'disagree';
}

/** Sliding is shown to be better, or spanning is. */
function foundBySliding(pair: MeasuredDifference): Verdict {
  if (!isShown(pair)) return 'not shown';
  return pair.difference > 0 ? 'yes' : 'no';
}

/** The loss lies within the margin for one axis, or beyond the margin for each. */
function foundBySubsampling(pair: MeasuredDifference, margin: number): Verdict {
  if (pair.low !== null && pair.low >= -margin) return 'yes';
  return isShown(pair) && pair.difference < -margin * pair.axes.length ? 'no' : 'not shown';
}

function together(found: readonly Verdict[]): Agreement['found'] {
  if (found.length === 0) return null;
  const [yes, no] = [found.includes('yes'), found.includes('no')];
  return yes && no ? 'mixed' : yes ? 'yes' : no ? 'no' : 'not shown';
}

/** Pairs of which one slides along the axis and the other spans it. */
const slidingAlong = (axis: string, comparison: Measured): MeasuredDifference[] =>
  pairsOf(comparison, (does, doesNot) => {
    const [sliding, spanning] = [along(does, axis), along(doesNot, axis)];
    const others = does.every(
      (each) => each.axis === axis || isSame(each, along(doesNot, each.axis)),
    );
    return sliding?.move === 'slide' && spanning?.move === 'span' && others
      ? { axes: [axis], alsoSubsamples: subsamples(sliding) }
      : null;
  });

/** Pairs of which one subsamples the axis, perhaps with others, and the other none of these. */
const subsamplingOf = (axis: string, comparison: Measured): MeasuredDifference[] =>
  pairsOf(comparison, (does, doesNot) => {
    const differing = does.filter((each) => !isSame(each, along(doesNot, each.axis)));
    const onlySubsampled = differing.every((each) => {
      const whole = along(doesNot, each.axis);
      return (
        whole !== undefined &&
        subsamples(each) &&
        !subsamples(whole) &&
        isSame({ ...each, stride: 1, pool: 1 }, whole)
      );
    });
    const axes = differing.map((each) => each.axis);
    return onlySubsampled && axes.includes(axis) ? { axes, alsoSubsamples: true } : null;
  });

/** Every two strategies with shared weights and axes in order that a question is about. */
function pairsOf(
  { strategies, pairs }: Measured,
  asked: (
    does: readonly FilterAlongAxis[],
    doesNot: readonly FilterAlongAxis[],
  ) => Pick<MeasuredDifference, 'axes' | 'alsoSubsamples'> | null,
): MeasuredDifference[] {
  const filters = new Map(
    strategies.filter(isPlain).map(({ name, filter }) => [name, filter ?? []]),
  );
  return pairs.flatMap((pair): MeasuredDifference[] => {
    const [a, b] = [filters.get(pair.a), filters.get(pair.b)];
    if (!a || !b) return [];
    const { seeds, pHolm, verdict, difference, low, high } = pair;
    const same = { seeds, pHolm, verdict };
    const forwards = asked(a, b);
    if (forwards) {
      return [{ does: pair.a, doesNot: pair.b, ...forwards, ...same, difference, low, high }];
    }
    const backwards = asked(b, a);
    if (!backwards) return [];
    const turned = { difference: -difference, low: negated(high), high: negated(low) };
    return [{ does: pair.b, doesNot: pair.a, ...backwards, ...same, ...turned }];
  });
}

const isPlain = ({ filter, weightSharing }: ComparedStrategy): boolean =>
  filter !== null && weightSharing === 'full' && filter.every(({ shuffled }) => !shuffled);

const along = (filter: readonly FilterAlongAxis[], axis: string): FilterAlongAxis | undefined =>
  filter.find((each) => each.axis === axis);

const subsamples = ({ stride, pool }: FilterAlongAxis): boolean => stride > 1 || pool > 1;

const isSame = (a: FilterAlongAxis, b: FilterAlongAxis | undefined): boolean =>
  b !== undefined &&
  a.move === b.move &&
  a.kernelSize === b.kernelSize &&
  a.stride === b.stride &&
  a.pool === b.pool;

const negated = (value: number | null): number | null => (value === null ? null : -value);
