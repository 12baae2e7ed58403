import { expect, it } from 'vitest';
import { diagnosis } from '../fixtures/diagnosis.ts';
import { parseCsv } from '../fixtures/parse-csv.ts';
import { diagnosisTables } from './diagnosis-tables.ts';
import { diagnosisText } from './diagnosis-text.ts';

it('shows verdicts beside the declaration, why, and what follows', () => {
  const text = diagnosisText(diagnosis);
  expect(text).toContain(`
axis       length  patterns recur  declared  subsamplable  declared
─────────  ──────  ──────────────  ────────  ────────────  ────────
frequency      40  yes             yes       not shown     yes
time           51  no              no        yes           no
`);
  expect(text).toContain(
    `slide along time: no\n  sliding along time costs accuracy against spanning it: −2.0 points`,
  );
  expect(text).toContain('(the most frequent class)                 10.00 %');
  expect(text).toContain('the strategy slide-frequency does this.');
  expect(text).toContain(
    'The experiment declares that time may not be subsampled; the data say yes.',
  );
  expect(text).toContain(diagnosis.notes[0]);
});

it('does not call an open verdict a disagreement', () => {
  expect(diagnosisText(diagnosis)).not.toContain('declares that frequency');
});

it('writes every piece of evidence into a table', () => {
  const table = diagnosisTables(diagnosis).find(({ name }) => name === 'evidence')!;
  const [header, ...rows] = parseCsv(table.csv);
  expect(rows).toHaveLength(6 + 3 + 1 + 2);
  const value = header.indexOf('value');
  expect(rows.map((row) => Number(row[value]))).toEqual(
    diagnosis.axes.flatMap(({ slide, subsample }) =>
      [...slide.evidence, ...subsample.evidence].map(({ estimate }) => estimate.value),
    ),
  );
});
