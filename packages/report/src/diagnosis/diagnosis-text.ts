import type { Diagnosis } from '@axiswise/diagnose';
import { count, percent, percentInterval, plural, textTable } from '@axiswise/messages';
import { agreementSentence, comparisonWords, contradictions } from './agreement.ts';
import { agreementText } from './agreement-table.ts';
import {
  disagreements,
  moveWords,
  reasons,
  recommendationWords,
  scoreWords,
  setupWords,
} from './sentences.ts';

/** Writes a diagnosis for a terminal: the verdicts, their reasons, and the recommendation. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { experiment, data, axes, classifiers, chance, notes } = diagnosis;
  const yesNo = (declared: boolean): string => (declared ? 'yes' : 'no');
  return [
    [
      `${experiment} on ${data}: along which axes may filters slide, and which may be subsampled?`,
      setupWords(diagnosis).join(', '),
    ].join('\n'),
    textTable(
      [
        { title: 'axis' },
        { title: 'length', align: 'right' },
        { title: 'patterns recur' },
        { title: 'declared' },
        { title: 'subsamplable' },
        { title: 'declared' },
      ],
      axes.map(({ axis, length, slide, subsample, declared }) => [
        axis,
        count(length),
        slide.verdict,
        yesNo(declared.patternsRecur),
        subsample.verdict,
        yesNo(declared.subsamplable),
      ]),
    ),
    reasons(diagnosis)
      .map(
        ({ questions, verdict, because }) =>
          `${questions.join(', ')}: ${verdict}\n${indented(because)}`,
      )
      .join('\n'),
    textTable(
      [
        { title: 'filters' },
        { title: 'parameters', align: 'right' },
        { title: scoreWords(diagnosis).name, align: 'right' },
        { title: '95 % interval', align: 'right' },
      ],
      classifiers.map(({ move, parameters, accuracy: { value, low, high } }) => [
        moveWords(move),
        count(parameters),
        percent(value),
        percentInterval(low, high),
      ]),
      { footer: [`(${scoreWords(diagnosis).constant})`, '', percent(chance), ''] },
    ),
    `Recommended: ${recommendationWords(diagnosis)}`,
    ...comparisonText(diagnosis),
    ...[...disagreements(diagnosis), ...contradictions(diagnosis), ...notes],
  ].join('\n\n');
}

/** Several sentences, each on a line of its own. */
const indented = (because: string): string =>
  because
    .split(/(?<=\.) (?=[A-Z])/)
    .map((sentence) => `  ${sentence.replace(/\.?$/, '.')}`)
    .join('\n');

/** Writes several diagnoses, then all their verdicts in one table. */
export const diagnosesText = (diagnoses: readonly Diagnosis[]): string =>
  [
    ...diagnoses.map((each) => diagnosisText(each)),
    [
      `${plural(diagnoses.length, 'domain')}: declaration, diagnosis and comparison`,
      '',
      agreementText(diagnoses),
      '',
      agreementSentence(diagnoses),
    ].join('\n'),
  ].join('\n\n\n');

function comparisonText(diagnosis: Diagnosis): string[] {
  const { comparison } = diagnosis;
  return comparison
    ? [`Comparison ${comparisonWords(comparison)}`, agreementText([diagnosis])]
    : ['There is no comparison to check these verdicts against.'];
}
