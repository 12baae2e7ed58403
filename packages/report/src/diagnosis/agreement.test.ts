import type { Agreement } from '@axiswise/diagnose';
import { describe, expect, it } from 'vitest';
import { diagnosis } from '../fixtures/diagnosis.ts';
import { parseCsv } from '../fixtures/parse-csv.ts';
import {
  agreementSentence,
  comparisonWords,
  contradictions,
  measuredWords,
  agreementWords,
} from './agreement.ts';
import { agreementTable, agreementText } from './agreement-table.ts';
import { diagnosesText, diagnosisText } from './diagnosis-text.ts';
import { csvOf } from '../table.ts';

const { agreement } = diagnosis;
const board = { ...diagnosis, experiment: 'board', comparison: null, agreement: [agreement[3]] };

describe('a diagnosis beside a comparison', () => {
  it('says how a verdict stands, and never more of one that is open', () => {
    const standing = (
      withComparison: Agreement['withComparison'],
      withDeclaration: Agreement['withDeclaration'],
      verdict: Agreement['verdict'] = 'yes',
    ) => agreementWords({ ...agreement[0], verdict, withComparison, withDeclaration });
    expect(standing('agree', 'agree')).toBe('agree');
    expect(standing(null, 'agree')).toBe('agrees with the declaration');
    expect(standing('open', 'agree')).toBe('agrees with the declaration');
    expect(standing('disagree', 'disagree')).toBe(
      'disagrees with the comparison and the declaration',
    );
    expect(standing('disagree', 'agree')).toBe(
      'disagrees with the comparison, agrees with the declaration',
    );
    expect(standing('agree', 'disagree')).toBe(
      'disagrees with the declaration, agrees with the comparison',
    );
    expect(standing('open', 'disagree')).toBe('disagrees with the declaration');
    expect(standing('open', 'open', 'not shown')).toBe('open');
  });

  it('writes the numbers of a pair, and what it does beside what was asked', () => {
    const [sliding] = agreement[0].measured;
    expect(measuredWords(sliding, 'slide')).toBe(
      'slide-frequency − span-both: +4.1 [+3.1, +5.1], p < 0.001, also subsampling',
    );
    const together = { ...sliding, axes: ['height', 'width'], pHolm: 0.02 };
    expect(measuredWords(together, 'subsample')).toBe(
      'slide-frequency − span-both: +4.1 [+3.1, +5.1], p = 0.020, height and width together',
    );
    expect(measuredWords({ ...together, low: null, high: null, pHolm: null }, 'slide')).toBe(
      'slide-frequency − span-both: +4.1, one seed, also subsampling',
    );
  });

  it('says how the strategies were compared', () => {
    expect(comparisonWords(diagnosis.comparison!)).toBe(
      'runs/spectrograms/compare-fsdd/comparison.json: 5 seeds, 2,430 training examples, at equal ' +
        'numbers of parameters',
    );
  });

  it('counts what agrees', () => {
    expect(agreementSentence([diagnosis])).toBe(
      'A comparison measured 2 of 4 verdicts: 1 agrees with it, 1 disagrees, and 0 are open. ' +
        '1 of 4 verdicts disagrees with the declaration.',
    );
    expect(agreementSentence([board])).toBe(
      'There is no comparison to check the verdicts against. 1 of 1 verdict disagrees with the declaration.',
    );
  });

  it('names what contradicts, with its numbers', () => {
    expect(contradictions(diagnosis)).toEqual([
      'Patterns recur along time: the diagnosis says no, but in the comparison slide-both is better than slide-frequency by 1.9 points (95 % interval 1.0 to 2.8, ' +
        'p = 0.012, 5 seeds).',
    ]);
  });

  it('is a table in the terminal, with a line for each further pair', () => {
    const lines = agreementText([diagnosis]).split('\n');
    expect(lines[0]).toMatch(
      /^axis +question +declared +diagnosis +comparison, in points +agreement$/,
    );
    expect(lines[2]).toMatch(/^frequency +patterns recur +yes +yes +slide-frequency − .* +agree$/);
    expect(lines[3]).toMatch(/^ +slide-both − slide-time: \+0.2 \[−0.8, \+1.2\], p = 0.310$/);
    expect(lines[4]).toMatch(/^frequency +subsamplable +yes +not shown +not measured +open$/);
    expect(lines).toHaveLength(7);
    expect(diagnosisText(diagnosis)).toContain(lines.join('\n'));
    expect(diagnosisText(board)).toContain(
      'There is no comparison to check these verdicts against.',
    );
  });

  it('is one table for several, each under its name', () => {
    const text = diagnosesText([diagnosis, board]);
    expect(text).toMatch(/\nspectrograms +frequency +patterns recur/);
    expect(text).toMatch(/\nboard +time +subsamplable +no +yes +not measured/);
    expect(text).toContain('A comparison measured 2 of 5 verdicts');
  });

  it('is a row of a file for every pair, and for what was not measured', () => {
    const [header, ...rows] = parseCsv(csvOf(agreementTable([diagnosis, board])));
    expect(rows).toHaveLength(5 + 1);
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    expect(column('experiment')).toEqual([...Array<string>(5).fill('spectrograms'), 'board']);
    expect(column('difference').map(Number)).toEqual([0.0412, 0.0021, 0, 0.0189, 0, 0]);
    expect(column('with comparison')).toEqual(['agree', 'agree', '', 'disagree', '', '']);
  });
});
