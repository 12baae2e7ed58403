import { expect, it } from 'vitest';
import { comparison, digitsComparison } from '../fixtures/comparison.ts';
import { hostileComparison, hostileName } from '../fixtures/hostile.ts';
import { parseCsv } from '../fixtures/parse-csv.ts';
import { comparisonTables } from './comparison-tables.ts';

const read = (name: string, of = comparison): Record<string, string>[] => {
  const [header, ...rows] = parseCsv(
    comparisonTables(of).find((table) => table.name === name)!.csv,
  );
  return rows.map((row) => Object.fromEntries(header.map((column, i) => [column, row[i]])));
};

it('holds every number with all its digits', () => {
  const [first] = read('strategies');
  const [{ accuracy, loss, parameters }] = digitsComparison.strategies;
  expect(first).toMatchObject({
    experiment: 'images',
    data: 'digits',
    strategy: 'slide-both',
    filter: 'height:slide:3:1:2 width:slide:3:1:2',
    parameters: String(parameters),
  });
  expect(Number(first.accuracy)).toBe(accuracy.mean);
  expect(Number(first.accuracy_low)).toBe(accuracy.low);
  expect(Number(first.loss)).toBe(loss.mean);
});

it('has a row for each trial, without a number where it failed', () => {
  const trials = read('trials').filter(({ strategy }) => strategy === 'no-pooling');
  expect(trials.filter(({ experiment }) => experiment === 'images')).toHaveLength(3 * 5);
  expect(
    trials.find(({ seed, train_examples }) => seed === '2' && train_examples === '8000')?.accuracy,
  ).toBe('');
});

it('has a row for each cell of the confusion matrices, and none where there is no matrix', () => {
  const cells = read('confusion');
  expect(cells).toHaveLength(6 * 100);
  expect(cells[0]).toMatchObject({
    strategy: 'slide-both',
    label: '0',
    predicted: '0',
    count: '988',
  });
});

it('has header and no rows where nothing was measured', () => {
  const bare = { ...comparison, experiments: [] };
  for (const { csv } of comparisonTables(bare)) expect(parseCsv(csv)).toHaveLength(1);
});

it('keeps names that would break a line', () => {
  expect(read('strategies', hostileComparison)[0].strategy).toBe(hostileName);
  expect(read('confusion', hostileComparison).some(({ label }) => label === hostileName)).toBe(
    true,
  );
});
