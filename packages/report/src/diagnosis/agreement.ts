import type {
  Agreement,
  ComparisonBeside,
  Diagnosis,
  MeasuredDifference,
} from '@axiswise/diagnose';
import { listAnd, plural, points, pointsInterval, probability } from '@axiswise/messages';

/** Writes the question: `patterns recur` or `subsamplable`. */
export const questionWords = ({ question }: Pick<Agreement, 'question'>): string =>
  question === 'slide' ? 'patterns recur' : 'subsamplable';

/**
 * Writes a measured difference: `slide-both − slide-width: +3.2 [+2.1, +4.3], p = 0.004`, and whether more
 * than the question differs.
 */
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
        ? ', also subsampling'
        : ''
      : axes.length > 1
        ? `, ${listAnd(axes)} together`
        : '';
  return `${does} − ${doesNot}: ${numbers.join(' ')}, ${p}${more}`;
}

/** Writes with what a verdict agrees: the declaration, the comparison, or both. */
export function agreementWords({ verdict, withDeclaration, withComparison }: Agreement): string {
  if (verdict === 'not shown') return 'open';
  const sides: readonly (readonly [string, Agreement['withComparison']])[] = [
    ['the comparison', withComparison],
    ['the declaration', withDeclaration],
  ];
  const named = (standing: string): string[] =>
    sides.filter(([, each]) => each === standing).map(([name]) => name);
  const [agreeing, disagreeing] = [named('agree'), named('disagree')];
  if (disagreeing.length === 0) {
    return withComparison === 'agree' ? 'agree' : `agrees with ${listAnd(agreeing)}`;
  }
  return [
    `disagrees with ${listAnd(disagreeing)}`,
    ...(agreeing.length > 0 ? [`agrees with ${listAnd(agreeing)}`] : []),
  ].join(', ');
}

/** Writes what was compared, and how. */
export function comparisonWords({ path, seeds, trainExamples, budget }: ComparisonBeside): string {
  const size =
    budget === 'none'
      ? 'every strategy as large as declared'
      : budget === 'macs'
        ? 'at equal multiply-accumulates'
        : 'at equal numbers of parameters';
  return `${path}: ${plural(seeds, 'seed')}, ${plural(trainExamples, 'training example')}, ${size}`;
}

/** Writes a sentence for each verdict that contradicts the comparison, with what was measured. */
export const contradictions = ({ agreement }: Pick<Diagnosis, 'agreement'>): string[] =>
  agreement
    .filter(({ withComparison }) => withComparison === 'disagree')
    .map(
      ({ axis, question, verdict, measured }) =>
        `${question === 'slide' ? `Patterns recur along ${axis}` : `${axis} may be subsampled`}: the ` +
        `diagnosis says ${verdict}, but in the comparison ` +
        `${measured.map((each) => each.verdict).join('; ')}.`,
    );

/** Counts the verdicts of all diagnoses that agree with the comparison and with the declaration. */
export function agreementSentence(diagnoses: readonly Pick<Diagnosis, 'agreement'>[]): string {
  const all = diagnoses.flatMap(({ agreement }) => agreement);
  const measured = all.filter(({ withComparison }) => withComparison !== null);
  const number = (standing: Agreement['withComparison']): number =>
    all.filter(({ withComparison }) => withComparison === standing).length;
  const apart = all.filter(({ withDeclaration }) => withDeclaration === 'disagree').length;
  const declared =
    `${apart === 0 ? 'None' : apart} of ${plural(all.length, 'verdict')} ` +
    `${apart === 1 ? 'disagrees' : 'disagree'} with the declaration.`;
  if (measured.length === 0)
    return `There is no comparison to check the verdicts against. ${declared}`;
  return (
    `A comparison measured ${measured.length} of ${plural(all.length, 'verdict')}: ` +
    `${number('agree')} ${number('agree') === 1 ? 'agrees' : 'agree'} with it, ` +
    `${number('disagree')} ${number('disagree') === 1 ? 'disagrees' : 'disagree'}, and ` +
    `${number('open')} ${number('open') === 1 ? 'is' : 'are'} open. ${declared}`
  );
}

/** How verdicts and comparisons are checked against each other. */
export const agreementMethod =
  'A verdict is checked against all pairs of strategies that differ only in its question: one slides along ' +
  'the axis and the other spans it, or one pools or strides and the other does not. A difference counts ' +
  'where its interval excludes zero and the corrected p is below 0.05. A loss by subsampling counts where ' +
  'it exceeds the margin, once for each axis that is subsampled together; there is none where the whole ' +
  'interval lies within one margin. The comparison trains larger networks, on other numbers of examples, ' +
  'so both can be right.';
