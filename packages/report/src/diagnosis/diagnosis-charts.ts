import type { DiagnosedAxis, Diagnosis, Evidence } from '@axiswise/diagnose';
import { type IntervalRow, intervalRows, seriesLook } from '@axiswise/drawing';
import { inPercent, percentInterval, points, pointsInterval } from '@axiswise/messages';
import { type Chart, chartOf } from '../chart.ts';
import { isDifference, moveWords, scoreWords } from './sentences.ts';

/** Draws the accuracies of the reference classifiers, and the evidence on each axis. */
export function diagnosisCharts(diagnosis: Diagnosis): Chart[] {
  const charts: Chart[] = [];
  const { classifiers, axes } = diagnosis;
  const { name, isBounded } = scoreWords(diagnosis);
  if (classifiers.length > 0) {
    charts.push(
      chartOf({
        name: 'classifiers',
        caption:
          `Test ${name} of the reference classifier for every combination of sliding and spanning, with ` +
          `95 % intervals.`,
        drawing: intervalRows(
          [...classifiers]
            .sort((a, b) => b.accuracy.value - a.accuracy.value)
            .map(({ move, accuracy: { value, low, high } }) => ({
              label: moveWords(move),
              value: 100 * value,
              low: 100 * low,
              high: 100 * high,
              ...seriesLook(0),
              filled: true,
              numbers: inPercent(value),
            })),
          { axisTitle: `test ${name} (%)`, percent: isBounded, labelsAbove: true },
        ),
        alt: `Test ${name} of the reference classifier for every combination of sliding and spanning`,
      }),
    );
  }
  for (const axis of axes) charts.push(...evidenceCharts(axis, diagnosis));
  return charts;
}

/** Draws the evidence on one axis: differences and accuracies have different scales, and so separate charts. */
function evidenceCharts(
  { axis, slide, subsample }: DiagnosedAxis,
  diagnosis: Pick<Diagnosis, 'score'>,
): Chart[] {
  const { name, isBounded } = scoreWords(diagnosis);
  const evidence = [...slide.evidence, ...subsample.evidence];
  const charts: Chart[] = [];
  const differences = evidence.filter(isDifference);
  if (differences.length > 0) {
    charts.push(
      chartOf({
        name: `differences-${axis}`,
        caption:
          `Evidence on ${axis}: differences of ${name} with 95 % intervals; dashed: no difference. ` +
          `Filled marks: the interval excludes zero.`,
        drawing: intervalRows(
          differences.map((each) => ({
            ...row(each),
            numbers: `${points(each.estimate.value, 1)} ${pointsInterval(each.estimate.low, each.estimate.high, 1)}`,
          })),
          {
            axisTitle: `difference of ${name} (percentage points)`,
            percent: false,
            zero: 0,
            labelsAbove: true,
          },
        ),
        alt: `Evidence on ${axis}: differences of ${name} with 95 % intervals`,
      }),
    );
  }
  const shares = evidence.filter((each) => !isDifference(each));
  if (shares.length > 0) {
    charts.push(
      chartOf({
        name: `accuracies-${axis}`,
        caption:
          `Evidence on ${axis}: accuracies with 95 % intervals, each beside that of chance ` +
          `(dashed). Filled marks: the interval excludes it.`,
        drawing: intervalRows(
          shares.map((each) => ({
            ...row(each),
            baseline: 100 * each.baseline,
            numbers: `${inPercent(each.estimate.value, 1)} ${percentInterval(each.estimate.low, each.estimate.high, 1)}`,
          })),
          { axisTitle: isBounded ? 'accuracy (%)' : '%', percent: isBounded, labelsAbove: true },
        ),
        alt: `Evidence on ${axis}: accuracies with 95 % intervals`,
      }),
    );
  }
  return charts;
}

const row = ({
  what,
  estimate: { value, low, high },
  baseline,
}: Evidence): Omit<IntervalRow, 'numbers'> => ({
  label: what,
  value: 100 * value,
  low: 100 * low,
  high: 100 * high,
  ...seriesLook(0),
  filled: low > baseline || high < baseline,
});
