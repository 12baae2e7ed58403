import type {
  Agreement,
  ComparisonBeside,
  Diagnosis,
  MeasuredDifference,
} from '@axiswise/diagnose';
import { counted, list, points, pointsInterval, probability } from '../numbers.ts';

/** `patterns recur` or `subsamplable`: the question that is answered. */
export const questionWords = ({ question }: Pick<Agreement, 'question'>): string =>
  question === 'slide' ? 'patterns recur' : 'subsamplable';

/** `slide-both − slide-width: +3.2 [+2.1, +4.3], p = 0.004`; what is not one step apart is said. */
export function measuredWords(
  measured: MeasuredDifference,
  question: Agreement['question'],
): string {
  const { does, doesNot, difference, low, high, pHolm, axes, alsoSubsamples } = measured;
  const numbers = [points(difference, 1), pointsInterval(low, high, 1)].filter(
    (each) => each !== '',
  );
  const p = pHolm === null ? 'one seed' : `p ${pHolm < 0.001 ? '' : '= '}${probability(pHolm)}`;
  const more =
    question === 'slide'
      ? alsoSubsamples
        ? ', subsampling too'
        : ''
      : axes.length > 1
        ? `, ${list(axes)} together`
        : '';
  return `${does} − ${doesNot}: ${numbers.join(' ')}, ${p}${more}`;
}

/** How a verdict stands beside what is declared and what was measured, in a few words. */
export function agreementWords({ verdict, withDeclaration, withComparison }: Agreement): string {
  if (verdict === 'not shown') return 'open';
  const sides: readonly (readonly [string, Agreement['withComparison']])[] = [
    ['compare', withComparison],
    ['the declaration', withDeclaration],
  ];
  const named = (standing: string): string[] =>
    sides.filter(([, each]) => each === standing).map(([name]) => name);
  const [agreeing, disagreeing] = [named('agree'), named('disagree')];
  if (disagreeing.length === 0) {
    return withComparison === 'agree' ? 'agree' : `agrees with ${list(agreeing)}`;
  }
  return [
    `disagrees with ${list(disagreeing)}`,
    ...(agreeing.length > 0 ? [`agrees with ${list(agreeing)}`] : []),
  ].join(', ');
}

/** What was compared, and how. */
export function comparisonWords({ path, seeds, trainExamples, budget }: ComparisonBeside): string {
  const size =
    budget === 'none'
      ? 'every strategy as large as declared'
      : budget === 'macs'
        ? 'at equal multiply-accumulates'
        : 'at equal numbers of parameters';
  return `${path}: ${counted(seeds, 'seed')}, ${counted(trainExamples, 'training example')}, ${size}`;
}

/** Where a verdict and a comparison say opposite things, with what was measured. */
export const contradictions = ({ agreement }: Pick<Diagnosis, 'agreement'>): string[] =>
  agreement
    .filter(({ withComparison }) => withComparison === 'disagree')
    .map(
      ({ axis, question, verdict, measured }) =>
        `The diagnosis answers ${verdict} to whether ` +
        `${question === 'slide' ? `patterns recur along ${axis}` : `${axis} may be subsampled`}; the ` +
        `comparison measured: ${measured.map((each) => each.verdict).join('; ')}.`,
    );

/** Every answer of every diagnosis, and how often verdict and comparison say the same. */
export function agreementSentence(diagnoses: readonly Pick<Diagnosis, 'agreement'>[]): string {
  const all = diagnoses.flatMap(({ agreement }) => agreement);
  const measured = all.filter(({ withComparison }) => withComparison !== null);
  const number = (standing: Agreement['withComparison']): number =>
    all.filter(({ withComparison }) => withComparison === standing).length;
  const apart = all.filter(({ withDeclaration }) => withDeclaration === 'disagree').length;
  const declared =
    `${apart === 0 ? 'None' : apart} of ${counted(all.length, 'answer')} ` +
    `${apart === 1 ? 'disagrees' : 'disagree'} with what is declared.`;
  if (measured.length === 0) return `No comparison is there to set beside them. ${declared}`;
  return (
    `Of ${counted(all.length, 'answer')} a comparison measured ${measured.length}: ` +
    `${number('agree')} ${number('agree') === 1 ? 'agrees' : 'agree'} with it, ` +
    `${number('disagree')} ${number('disagree') === 1 ? 'disagrees' : 'disagree'}, and with ` +
    `${number('open')} the one or the other shows neither. ${declared}`
  );
}

/** What is held against what, and how. */
export const agreementMethod =
  'Set beside a verdict are all pairs of strategies that differ in nothing but the question: one slides ' +
  'along the axis and the other spans it, or one pools or strides and the other does not. A difference ' +
  'counts where its interval excludes zero and the corrected p is below 0.05; a loss by subsampling ' +
  'counts beyond the margin, once for each axis that is subsampled together, and none is shown where ' +
  'the whole interval lies within one margin. The comparison trains larger networks, on other numbers of ' +
  'examples, so both can be right.';
