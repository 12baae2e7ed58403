import type { Diagnosis } from '@axiswise/diagnose';

/** Writes what filters do along each axis: `slide height, span width`. */
export const moveWords = (move: Readonly<Record<string, 'slide' | 'span'>>): string =>
  Object.entries(move)
    .map(([axis, does]) => `${does} ${axis}`)
    .join(', ');

/** Whether evidence is a difference, whose baseline is 0, and not an accuracy, whose baseline is chance. */
export const isDifference = ({ baseline }: { readonly baseline: number }): boolean =>
  baseline === 0;

/** Whether two combinations do the same along every axis. */
export const isSameMove = (
  a: Readonly<Record<string, 'slide' | 'span'>>,
  b: Readonly<Record<string, 'slide' | 'span'>>,
): boolean => Object.keys({ ...a, ...b }).every((axis) => a[axis] === b[axis]);

/** Writes the verdicts on every axis, and nothing else. */
export const verdictSentences = ({ axes }: Diagnosis): string =>
  `Do the same patterns recur at different positions? ` +
  `${axes.map(({ axis, slide }) => `Along ${axis}: ${slide.verdict}.`).join(' ')} ` +
  `Does the object stay what it is when every second position is dropped? ` +
  axes.map(({ axis, subsample }) => `Of ${axis}: ${subsample.verdict}.`).join(' ');

/** Writes the recommendation, and the declared strategy that follows it. */
export function recommendationWords({ recommendation }: Diagnosis): string {
  const { sentence, strategy } = recommendation;
  const which =
    strategy === null
      ? 'no strategy of the experiment does this'
      : `the strategy ${strategy} does this`;
  return `${sentence.replace(/\.$/, '')}: ${which}.`;
}

/** Writes a sentence for each verdict that contradicts the declaration. */
export function disagreements({ axes }: Diagnosis): string[] {
  return axes.flatMap(({ axis, slide, subsample, declared }) => [
    ...(differ(slide.verdict, declared.patternsRecur)
      ? [
          `The experiment declares that patterns ${declared.patternsRecur ? '' : 'do not '}recur ` +
            `along ${axis}; the data say ${slide.verdict}.`,
        ]
      : []),
    ...(differ(subsample.verdict, declared.subsamplable)
      ? [
          `The experiment declares that ${axis} may ${declared.subsamplable ? '' : 'not '}be ` +
            `subsampled; the data say ${subsample.verdict}.`,
        ]
      : []),
  ]);
}

const differ = (verdict: string, declared: boolean): boolean =>
  verdict === (declared ? 'no' : 'yes');
