import { isSignificant } from '@axiswise/statistics';
import type { Agreement, DiagnosedAxis, MeasuredDifference, Verdict } from '../diagnosis.ts';
import { type MeasuredStrategies, slidingPairs, subsamplingPairs } from './measured-pairs.ts';

type AxisVerdicts = Pick<DiagnosedAxis, 'axis' | 'declared'> & {
  readonly slide: { readonly verdict: Verdict };
  readonly subsample: { readonly verdict: Verdict };
};

/**
 * Holds the verdicts of a diagnosis against what is declared and what a comparison measured.
 *
 * Of a comparison those pairs of strategies count that differ in one thing only: one slides along the
 * axis and the other spans it, or one subsamples and the other does not. A difference counts only where
 * interval and corrected test both show it. Strategies mostly subsample several axes at once. Then the
 * margin may be lost once for each of them, and a loss beyond that contradicts a single axis only where
 * each of them is said to be subsamplable.
 *
 * @param margin a loss of accuracy up to this is none, as a share of 1.
 */
export function compareWithMeasured(
  axes: readonly AxisVerdicts[],
  comparison: MeasuredStrategies | null,
  margin: number,
): Agreement[] {
  const subsampleVerdict = (axis: string): Verdict | undefined =>
    axes.find((each) => each.axis === axis)?.subsample.verdict;
  return axes.flatMap(({ axis, slide, subsample, declared }): Agreement[] => {
    const sliding = comparison ? slidingPairs(axis, comparison) : [];
    const subsampling = comparison ? subsamplingPairs(axis, comparison) : [];
    const recurs = combineVerdicts(sliding.map(verdictOnSliding));
    const subsamplable = combineVerdicts(
      subsampling.map((each) => verdictOnSubsampling(each, margin)),
    );
    // The loss may be that of another axis, unless every axis of the pair is said to be subsamplable.
    const mayBeOfAnotherAxis =
      subsamplable === 'no' &&
      subsampling.every((each) => each.axes.some((name) => subsampleVerdict(name) !== 'yes'));
    return [
      {
        axis,
        question: 'slide',
        declared: declared.patternsRecur,
        verdict: slide.verdict,
        measured: sliding,
        found: recurs,
        withDeclaration: agreementOf(slide.verdict, declared.patternsRecur ? 'yes' : 'no'),
        withComparison: recurs && agreementOf(slide.verdict, recurs),
      },
      {
        axis,
        question: 'subsample',
        declared: declared.subsamplable,
        verdict: subsample.verdict,
        measured: subsampling,
        found: subsamplable,
        withDeclaration: agreementOf(subsample.verdict, declared.subsamplable ? 'yes' : 'no'),
        withComparison:
          subsamplable &&
          (subsample.verdict === 'yes' && mayBeOfAnotherAxis
            ? 'open'
            : agreementOf(subsample.verdict, subsamplable)),
      },
    ];
  });
}

function agreementOf(verdict: Verdict, other: Verdict | 'mixed'): 'agree' | 'disagree' | 'open' {
  if (verdict === 'not shown' || other === 'not shown' || other === 'mixed') return 'open';
  return verdict === other ? 'agree' : 'disagree';
}

/** Yes where sliding is shown to be better, no where spanning is. */
function verdictOnSliding(pair: MeasuredDifference): Verdict {
  if (!isSignificant(pair)) return 'not shown';
  return pair.difference > 0 ? 'yes' : 'no';
}

/** Yes where the loss lies within the margin of one axis, no where it is beyond the margin of each. */
function verdictOnSubsampling(pair: MeasuredDifference, margin: number): Verdict {
  if (pair.low !== null && pair.low >= -margin) return 'yes';
  return isSignificant(pair) && pair.difference < -margin * pair.axes.length ? 'no' : 'not shown';
}

/** One verdict of those on several pairs: the one that some show, `mixed` where some show yes and some no. */
function combineVerdicts(verdicts: readonly Verdict[]): Agreement['found'] {
  if (verdicts.length === 0) return null;
  const [yes, no] = [verdicts.includes('yes'), verdicts.includes('no')];
  return yes && no ? 'mixed' : yes ? 'yes' : no ? 'no' : 'not shown';
}
