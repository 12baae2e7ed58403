import type { Diagnosis } from '@axiswise/diagnose';
import { plural } from '@axiswise/messages';

/** Writes what filters do along each axis: `slide height, span width`. */
export const moveWords = (move: Readonly<Record<string, 'slide' | 'span'>>): string =>
  Object.entries(move)
    .map(([axis, does]) => `${does} ${axis}`)
    .join(', ');

/** Whether evidence is a difference, whose baseline is 0, and not an accuracy, whose baseline is chance. */
export const isDifference = ({
  baseline,
  isScore,
}: {
  readonly baseline: number;
  readonly isScore?: true | undefined;
}): boolean => baseline === 0 && !isScore;

/** What is measured, and the constant prediction that it is held against. */
export const scoreWords = ({
  score,
}: Pick<Diagnosis, 'score'>): {
  readonly name: string;
  readonly constant: string;
  readonly isBounded: boolean;
} =>
  score
    ? { name: score.describe, constant: score.constant, isBounded: score.isBounded }
    : { name: 'accuracy', constant: 'the most frequent class', isBounded: true };

/** Whether two combinations do the same along every axis. */
export const isSameMove = (
  a: Readonly<Record<string, 'slide' | 'span'>>,
  b: Readonly<Record<string, 'slide' | 'span'>>,
): boolean => Object.keys({ ...a, ...b }).every((axis) => a[axis] === b[axis]);

/** Writes the verdicts on every axis in plain words, a sentence for each axis. */
export const verdictSentences = ({ axes }: Pick<Diagnosis, 'axes'>): string[] =>
  axes.map(
    ({ axis, slide, subsample }) =>
      `Along ${axis}, ${slidingVerdicts[slide.verdict]}; ${subsamplingVerdicts[subsample.verdict]}.`,
  );

const slidingVerdicts = {
  yes: 'the same patterns recur at different positions, so filters should slide',
  no: 'each position has patterns of its own, so filters should span it',
  'not shown': 'it is not decided whether the same patterns recur at different positions',
} as const;

const subsamplingVerdicts = {
  yes: 'every second position can be dropped',
  no: 'no position can be dropped',
  'not shown': 'whether positions can be dropped is not decided',
} as const;

/** How a diagnosis was made, in numbers: `500 training examples, 500 test examples, 5 seeds, 14 epochs, …`. */
export const setupWords = (
  diagnosis: Pick<
    Diagnosis,
    'trainExamples' | 'testExamples' | 'testGroups' | 'seeds' | 'epochs' | 'tuning'
  >,
): string[] => [
  plural(diagnosis.trainExamples, 'training example'),
  plural(diagnosis.testExamples, 'test example') +
    (diagnosis.testGroups ? ` in ${plural(diagnosis.testGroups.count, 'group')}` : ''),
  plural(diagnosis.seeds, 'seed'),
  plural(diagnosis.epochs, 'epoch'),
  diagnosis.tuning
    ? `${plural(diagnosis.tuning.configurations, 'learning rate')} tried for each network`
    : 'untuned',
];

/** The reasons of all verdicts, those together that have the same one. */
export function reasons({ axes }: Pick<Diagnosis, 'axes'>): {
  readonly questions: readonly string[];
  readonly verdict: string;
  readonly because: string;
}[] {
  const found: { questions: string[]; verdict: string; because: string }[] = [];
  for (const { axis, slide, subsample } of axes) {
    for (const [question, { verdict, because }] of [
      [`slide along ${axis}`, slide],
      [`subsample ${axis}`, subsample],
    ] as const) {
      const same = found.find((each) => each.because === because && each.verdict === verdict);
      if (same) same.questions.push(question);
      else found.push({ questions: [question], verdict, because });
    }
  }
  return found;
}

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
