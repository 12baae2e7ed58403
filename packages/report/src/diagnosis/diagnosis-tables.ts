import type { Diagnosis, Judged } from '@axiswise/diagnose';
import { type Table, whole } from '../table.ts';
import { agreementTable } from './agreement-table.ts';

/** Makes tables of every number of a diagnosis, shares of 1 with all their digits. */
export function diagnosisTables(diagnosis: Diagnosis): Table[] {
  const { axes, classifiers } = diagnosis;
  const names = axes.map(({ axis }) => axis);
  return [
    {
      name: 'verdicts',
      columns: [
        'axis',
        whole('length'),
        'question',
        'verdict',
        'declared',
        'because',
        whole('test examples needed'),
        whole('seeds needed'),
      ],
      rows: axes.flatMap(({ axis, length, slide, subsample, declared }) => [
        [
          ...[axis, length, 'slide', slide.verdict, declared.patternsRecur, slide.because],
          ...neededNumbers(slide),
        ],
        [
          ...[
            axis,
            length,
            'subsample',
            subsample.verdict,
            declared.subsamplable,
            subsample.because,
          ],
          ...neededNumbers(subsample),
        ],
      ]),
    },
    agreementTable([diagnosis]),
    {
      name: 'evidence',
      columns: ['axis', 'question', 'name', 'what', 'value', 'low', 'high', 'baseline', 'p'],
      rows: axes.flatMap(({ axis, slide, subsample }) =>
        (
          [
            ['slide', slide],
            ['subsample', subsample],
          ] as const
        ).flatMap(([question, { evidence }]) =>
          evidence.map(({ name, what, estimate: { value, low, high }, baseline, p }) => [
            axis,
            question,
            name,
            what,
            value,
            low,
            high,
            baseline,
            p ?? null,
          ]),
        ),
      ),
    },
    {
      name: 'classifiers',
      columns: [...names, whole('parameters'), 'accuracy', 'low', 'high'],
      rows: classifiers.map(({ move, parameters, accuracy: { value, low, high } }) => [
        ...names.map((name) => move[name]),
        parameters,
        value,
        low,
        high,
      ]),
    },
  ];
}

/** What would decide an open question; empty where nothing would, or it is decided. */
const neededNumbers = ({ needed }: Judged): (number | null)[] =>
  needed ? [needed.testExamples, needed.seeds] : [null, null];
