import type { Diagnosis } from '@axiswise/diagnose';
import { count, counted, percent, percentInterval } from '../numbers.ts';
import { textTable } from '../text-table.ts';
import { agreementSentence, comparisonWords, contradictions } from './agreement.ts';
import { agreementText } from './agreement-table.ts';
import { disagreements, moveWords, recommendationWords } from './sentences.ts';

/** What a diagnosis came to, for a terminal: the verdicts, why, and what follows. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { experiment, data, axes, classifiers, chance, notes } = diagnosis;
  const yesNo = (declared: boolean): string => (declared ? 'yes' : 'no');
  return [
    [
      `${experiment} on ${data}: does an axis deserve sliding, and subsampling?`,
      `${counted(diagnosis.trainExamples, 'training example')}, ` +
        `${counted(diagnosis.testExamples, 'test example')}, ${counted(diagnosis.seeds, 'seed')}, ` +
        `${counted(diagnosis.epochs, 'epoch')}`,
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
    axes
      .flatMap(({ axis, slide, subsample }) => [
        `slide along ${axis}: ${slide.verdict}\n  ${slide.because}`,
        `subsample ${axis}: ${subsample.verdict}\n  ${subsample.because}`,
      ])
      .join('\n'),
    textTable(
      [
        { title: 'filters that' },
        { title: 'parameters', align: 'right' },
        { title: 'accuracy', align: 'right' },
        { title: '95 % interval', align: 'right' },
      ],
      classifiers.map(({ move, parameters, accuracy: { value, low, high } }) => [
        moveWords(move),
        count(parameters),
        percent(value),
        percentInterval(low, high),
      ]),
      { footer: ['(the most frequent class)', '', percent(chance), ''] },
    ),
    `Recommended: ${recommendationWords(diagnosis)}`,
    ...besideText(diagnosis),
    ...[...disagreements(diagnosis), ...contradictions(diagnosis), ...notes],
  ].join('\n\n');
}

/** Several, and then all their answers in one table. */
export const diagnosesText = (diagnoses: readonly Diagnosis[]): string =>
  [
    ...diagnoses.map((each) => diagnosisText(each)),
    [
      `${counted(diagnoses.length, 'domain')}: what is declared, diagnosed and compared`,
      '',
      agreementText(diagnoses),
      '',
      agreementSentence(diagnoses),
    ].join('\n'),
  ].join('\n\n\n');

function besideText(diagnosis: Diagnosis): string[] {
  const { comparison, experiment } = diagnosis;
  return comparison
    ? [`Beside ${comparisonWords(comparison)}`, agreementText([diagnosis])]
    : [
        `No comparison to set this beside: "axiswise compare ${experiment}" makes one, --against names one ` +
          `that lies elsewhere`,
      ];
}
