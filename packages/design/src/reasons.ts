import type { DiagnosedAxis, DiagnosisScore, Evidence, Judged } from '@axiswise/diagnose';
import { pointsInterval } from '@axiswise/messages';

/**
 * Why an axis is to be slid along or spanned: what was measured, short enough for a declaration. The diagnosis says
 * more.
 *
 * @param isGuess whether sliding is recommended though nothing is shown.
 * @param score what was measured, where that is not accuracy.
 */
export function movingReason(
  { axis, slide }: DiagnosedAxis,
  isGuess: boolean,
  score?: DiagnosisScore,
): string {
  const gain = evidenceNamed(slide, 'advantage-of-sliding');
  if (!gain) return uncertain(slide, atChanceWords(slide, score) ?? begun(slide.because), isGuess);
  const deciding = decidingOf(slide, gain);
  const { value } = deciding.estimate;
  const than = score
    ? `has a ${score.describe} ${higher(value)} than spanning it`
    : `gets ${outOf(value, value < 0 ? 'fewer' : 'more')} right than spanning it`;
  const what =
    `sliding along ${axis} ${than} ${intervalOf(deciding)}` +
    (deciding === gain ? '' : ' while the other axis is not treated as in the best classifier');
  return uncertain(slide, `${what}${besides(slide, axis, deciding)}`, isGuess);
}

/**
 * The comparison of sliding with spanning on which a verdict rests: that beside the best treatment of the other
 * axis, where it shows anything.
 */
function decidingOf(slide: Judged, gain: Evidence): Evidence {
  const { verdict } = slide;
  const otherwise = evidenceNamed(slide, 'advantage-otherwise');
  if (!otherwise || verdict === 'not shown') return gain;
  const shows = ({ estimate: { low, high } }: Evidence): boolean =>
    verdict === 'yes' ? low > 0 : high < 0;
  return !shows(gain) && shows(otherwise) ? otherwise : gain;
}

/** What the verdict rests on besides the gain, or what it lacks. */
function besides(slide: Judged, axis: string, { estimate }: Evidence): string {
  if (slide.verdict === 'yes') return ', and it needs the order of the positions';
  if (slide.verdict === 'no') {
    const patches = evidenceNamed(slide, 'patch-tells-position');
    if (estimate.high < 0 || !patches) return '';
    return (
      `, and small patches tell where along it they lie (${share(patches.estimate.value)}, by guessing ` +
      `${share(patches.baseline)})`
    );
  }
  if (estimate.low <= 0) return '';
  const lost = evidenceNamed(slide, 'lost-by-shuffling');
  return lost && lost.estimate.low <= 0
    ? ', but whether it needs the order of the positions is open'
    : `, but whether the same filters serve all along ${axis} is open`;
}

/** Why an axis may or may not be subsampled, likewise. */
export function subsamplingReason(
  { axis, slide, subsample }: DiagnosedAxis,
  score?: DiagnosisScore,
): string {
  const loss = evidenceNamed(subsample, 'loss-by-subsampling');
  if (!loss) {
    return uncertain(subsample, atChanceWords(slide, score) ?? begun(subsample.because), false);
  }
  const { value } = loss.estimate;
  const lost = score
    ? `the ${score.describe} is ${higher(-value)}`
    : `${outOf(value, value < 0 ? 'fewer' : 'more')} go wrong`;
  // The interval is that of the loss: of a score, its sign is turned with it.
  const interval = score ? intervalOf(turned(loss)) : intervalOf(loss);
  const what = `with every second position of ${axis} dropped, ${lost} ${interval}`;
  return uncertain(subsample, what, false);
}

/** Where nothing could be measured, since no classifier learned anything. */
function atChanceWords(slide: Judged, score?: DiagnosisScore): string | undefined {
  const above = evidenceNamed(slide, 'best-above-chance');
  const isMore = score
    ? `no small network is shown to have a higher ${score.describe} than ${score.constant}`
    : 'no small classifier is shown to be right more often than the most frequent class';
  return above && `${isMore} ${intervalOf(above)}`;
}

const evidenceNamed = ({ evidence }: Judged, wanted: string): Evidence | undefined =>
  evidence.find(({ name }) => name === wanted);

function uncertain({ verdict }: Judged, reason: string, isGuess: boolean): string {
  if (verdict !== 'not shown') return reason;
  return `${isGuess ? 'a guess, ' : ''}not shown: ${reason}`;
}

/** A sentence within another one: it begins small and ends without a stop. */
const begun = (sentence: string): string =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

/** `7.1 more of 100 examples`. */
const outOf = (value: number, what: string): string =>
  `${Math.abs(100 * value).toFixed(1)} ${what} of 100 examples`;

/** `7.1 points higher`. */
const higher = (value: number): string =>
  `${Math.abs(100 * value).toFixed(1)} points ${value < 0 ? 'lower' : 'higher'}`;

const turned = ({ estimate: { value, low, high }, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  estimate: { value: -value, low: -high, high: -low },
});

const intervalOf = ({ estimate: { low, high } }: Evidence): string =>
  `(95 % interval ${pointsInterval(low, high, 1)})`;

const share = (value: number): string => `${Math.round(100 * value)} of 100`;
