import { expect, it } from 'vitest';
import { diagnosis } from '../fixtures/diagnosis.ts';
import { parseCsv } from '../fixtures/parse-csv.ts';
import { diagnosisTables } from './diagnosis-tables.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { csvOf } from '../table.ts';

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
  expect(text).toContain('3 seeds, 8 epochs, 4 learning rates tried for each network\n');
  expect(diagnosisText({ ...diagnosis, tuning: null })).toContain('8 epochs, untuned\n');
});

it('writes each sentence on a line, and a reason that several questions share once', () => {
  const open = { verdict: 'not shown', because: 'Too few. More are needed', evidence: [] } as const;
  const axes = diagnosis.axes.map((axis) => ({ ...axis, slide: open, subsample: open }));
  const text = diagnosisText({ ...diagnosis, axes });
  expect(text).toContain(
    'slide along frequency, subsample frequency, slide along time, subsample time: not shown\n' +
      '  Too few.\n  More are needed.\n',
  );
});

it('does not call an open verdict a disagreement', () => {
  expect(diagnosisText(diagnosis)).not.toContain('declares that frequency');
});

it('writes every piece of evidence into a table', () => {
  const table = diagnosisTables(diagnosis).find(({ name }) => name === 'evidence')!;
  const [header, ...rows] = parseCsv(csvOf(table));
  expect(rows).toHaveLength(6 + 3 + 1 + 2);
  const value = header.indexOf('value');
  expect(rows.map((row) => Number(row[value]))).toEqual(
    diagnosis.axes.flatMap(({ slide, subsample }) =>
      [...slide.evidence, ...subsample.evidence].map(({ estimate }) => estimate.value),
    ),
  );
});
