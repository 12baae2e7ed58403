import type { Diagnosis, Judged } from '@axiswise/diagnose';
import { type CsvTable, csvText } from '../csv.ts';
import { agreementTable } from './agreement-table.ts';

/** Makes tables of every number of a diagnosis, shares of 1 with all their digits. */
export function diagnosisTables(diagnosis: Diagnosis): CsvTable[] {
  const { axes, classifiers } = diagnosis;
  const names = axes.map(({ axis }) => axis);
  return [
    {
      name: 'verdicts',
      csv: csvText(
        [
          'axis',
          'length',
          'question',
          'verdict',
          'declared',
          'because',
          'test examples needed',
          'seeds needed',
        ],
        axes.flatMap(({ axis, length, slide, subsample, declared }) => [
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
      ),
    },
    agreementTable([diagnosis]),
    {
      name: 'evidence',
      csv: csvText(
        ['axis', 'question', 'name', 'what', 'value', 'low', 'high', 'baseline', 'p'],
        axes.flatMap(({ axis, slide, subsample }) =>
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
      ),
    },
    {
      name: 'classifiers',
      csv: csvText(
        [...names, 'parameters', 'accuracy', 'low', 'high'],
        classifiers.map(({ move, parameters, accuracy: { value, low, high } }) => [
          ...names.map((name) => move[name]),
          parameters,
          value,
          low,
          high,
        ]),
      ),
    },
  ];
}

/** What would decide an open question; empty where nothing would, or it is decided. */
const neededNumbers = ({ needed }: Judged): (number | null)[] =>
  needed ? [needed.testExamples, needed.seeds] : [null, null];
