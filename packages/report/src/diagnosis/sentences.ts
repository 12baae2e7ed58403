import type { Diagnosis } from '@axiswise/diagnose';

/** `slide height, span width`. */
export const moveWords = (move: Readonly<Record<string, 'slide' | 'span'>>): string =>
  Object.entries(move)
    .map(([axis, does]) => `${does} ${axis}`)
    .join(', ');

/** Differences of accuracy are held against none; accuracies against what chance gives. */
export const isDifference = ({ baseline }: { readonly baseline: number }): boolean =>
  baseline === 0;

/** Whether two choices do the same along every axis. */
export const isSameMove = (
  a: Readonly<Record<string, 'slide' | 'span'>>,
  b: Readonly<Record<string, 'slide' | 'span'>>,
): boolean => Object.keys({ ...a, ...b }).every((axis) => a[axis] === b[axis]);

/** The verdicts on every axis, and nothing else. */
export const verdictSentences = ({ axes }: Diagnosis): string =>
  `Do the same patterns turn up at different places? ` +
  `${axes.map(({ axis, slide }) => `Along ${axis}: ${slide.verdict}.`).join(' ')} ` +
  `Does the object stay what it is when every second position is dropped? ` +
  axes.map(({ axis, subsample }) => `Of ${axis}: ${subsample.verdict}.`).join(' ');

/** What the recommendation comes to, with the declared strategy that does it. */
export function recommendationWords({ recommendation }: Diagnosis): string {
  const { sentence, strategy } = recommendation;
  const which =
    strategy === null
      ? 'no strategy of the experiment does this yet'
      : `the strategy ${strategy} does this`;
  return `${sentence.replace(/\.$/, '')}: ${which}.`;
}

/** Where a verdict and the declaration say opposite things. */
export function disagreements({ axes }: Diagnosis): string[] {
  return axes.flatMap(({ axis, slide, subsample, declared }) => [
    ...(differ(slide.verdict, declared.patternsRecur)
      ? [
          `The experiment declares that patterns ${declared.patternsRecur ? '' : 'do not '}recur ` +
            `along ${axis}; these data say ${slide.verdict}.`,
        ]
      : []),
    ...(differ(subsample.verdict, declared.subsamplable)
      ? [
          `The experiment declares that ${axis} may ${declared.subsamplable ? '' : 'not '}be ` +
            `subsampled; these data say ${subsample.verdict}.`,
        ]
      : []),
  ]);
}

const differ = (verdict: string, declared: boolean): boolean =>
  verdict === (declared ? 'no' : 'yes');
