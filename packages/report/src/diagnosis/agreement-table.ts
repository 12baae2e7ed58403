import type { Agreement, Diagnosis } from '@axiswise/diagnose';
import { textTable } from '@axiswise/messages';
import type { CsvValue } from '../csv.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { type Numbering, outcome, table } from '../page/elements.ts';
import { type Table, whole } from '../table.ts';
import { measuredWords, questionWords, agreementWords } from './agreement.ts';

type Diagnosed = Pick<Diagnosis, 'experiment' | 'data' | 'agreement'>;

const yesNo = (declared: boolean): string => (declared ? 'yes' : 'no');
const nothing = 'not measured';

/** Writes the agreement for a terminal: a line for each verdict, and one for every further pair measured. */
export function agreementText(diagnoses: readonly Diagnosed[]): string {
  const several = diagnoses.length > 1;
  const rows = diagnoses.flatMap(({ experiment, agreement }) =>
    agreement.flatMap((each, i) => {
      const [first = nothing, ...further] = measuredLines(each);
      const { axis, declared, verdict } = each;
      const domain = several ? [i === 0 ? experiment : ''] : [];
      return [
        [
          ...domain,
          axis,
          questionWords(each),
          yesNo(declared),
          verdict,
          first,
          agreementWords(each),
        ],
        ...further.map((line) => [...domain.map(() => ''), '', '', '', '', line, '']),
      ];
    }),
  );
  return textTable(
    [
      ...(several ? [{ title: 'domain' }] : []),
      { title: 'axis' },
      { title: 'question' },
      { title: 'declared' },
      { title: 'diagnosis' },
      { title: 'comparison, in points' },
      { title: 'agreement' },
    ],
    rows,
  );
}

const measuredLines = ({ measured, question }: Agreement): string[] =>
  measured.map((each) => measuredWords(each, question));

/** Writes the same table for a page. */
export const agreementMarkup = (numbering: Numbering, diagnoses: readonly Diagnosed[]): Markup =>
  table({
    number: numbering.table(),
    caption:
      'What the experiment declares, what the diagnosis finds, and what the comparison measures: the ' +
      'accuracy of a strategy minus that of another that differs only in the question, in percentage ' +
      'points, with the 95 % interval and p, corrected for the number of pairs.',
    columns: [
      { title: 'Axis' },
      { title: 'Question' },
      { title: 'Declared' },
      { title: 'Diagnosis' },
      { title: 'Comparison', kind: 'words' },
      { title: 'Agreement', kind: 'words' },
    ],
    groups: diagnoses.map(({ experiment, data, agreement }): (readonly Content[])[] => [
      ...(diagnoses.length > 1 ? [[html`${experiment} <small>(${data})</small>`]] : []),
      ...agreement.map((each): readonly Content[] => {
        const lines = measuredLines(each);
        return [
          each.axis,
          questionWords(each),
          yesNo(each.declared),
          outcome(each.verdict),
          lines.length === 0 ? nothing : lines.map((line) => html`<div>${line}</div>`),
          agreementWords(each),
        ];
      }),
    ]),
  });

/** Makes a table of every number: a row for each pair measured, and an empty one where there is none. */
export const agreementTable = (diagnoses: readonly Diagnosed[]): Table => ({
  name: 'agreement',
  columns: [
    ...['experiment', 'data', 'axis', 'question', 'declared', 'verdict'],
    ...['does', 'does not', 'axes', 'difference', 'low', 'high', 'p (Holm)', whole('seeds')],
    ...['found', 'with comparison', 'with declaration'],
  ],
  rows: diagnoses.flatMap(({ experiment, data, agreement }) =>
    agreement.flatMap((each) => {
      const { axis, question, declared, verdict, measured } = each;
      const pairs: (readonly CsvValue[])[] =
        measured.length === 0
          ? [Array<null>(8).fill(null)]
          : measured.map(({ does, doesNot, axes, difference, low, high, pHolm, seeds }) => [
              does,
              doesNot,
              axes.join(' '),
              difference,
              low,
              high,
              pHolm,
              seeds,
            ]);
      return pairs.map((pair) => [
        experiment,
        data,
        axis,
        question,
        declared,
        verdict,
        ...pair,
        each.found,
        each.withComparison,
        each.withDeclaration,
      ]);
    }),
  ),
});
