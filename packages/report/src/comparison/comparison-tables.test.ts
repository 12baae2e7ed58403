import { expect, it } from 'vitest';
import { comparison, digitsComparison, fullComparison, only } from '../fixtures/comparison.ts';
import { hostileComparison, hostileName } from '../fixtures/hostile.ts';
import { parseCsv } from '../fixtures/parse-csv.ts';
import { comparisonTables } from './comparison-tables.ts';
import { csvOf } from '../table.ts';

const read = (name: string, of = comparison): Record<string, string>[] => {
  const [header, ...rows] = parseCsv(
    csvOf(comparisonTables(of).find((table) => table.name === name)!),
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
  for (const table of comparisonTables(bare)) expect(parseCsv(csvOf(table))).toHaveLength(1);
});

it('keeps names that would break a line', () => {
  expect(read('strategies', hostileComparison)[0].strategy).toBe(hostileName);
  expect(read('confusion', hostileComparison).some(({ label }) => label === hostileName)).toBe(
    true,
  );
});

it('has tables of what only some comparisons hold, and leaves them out of the others', () => {
  const full = only(fullComparison);
  const further = [
    'metrics',
    'metric-differences',
    'training-curves',
    'trained',
    'tuning',
    'expected-best',
    'sizes',
    'claims-by-size',
    'classes',
    'never-predicted',
    'disagreements',
    'decisions',
  ];
  const named = (of = full): string[] => comparisonTables(of).map(({ name }) => name);
  expect(named()).toEqual(expect.arrayContaining(further));
  for (const name of named(comparison)) expect(further).not.toContain(name);

  expect(read('training-curves', full)).toHaveLength(6 * 12);
  const [epoch] = fullComparison.strategies[0].trainingCurve!;
  expect(Number(read('training-curves', full)[0].validation_loss_low)).toBe(
    epoch.validationLoss!.low,
  );
  const chosen = read('tuning', full).filter((row) => row.chosen === 'true');
  expect(chosen.filter(({ strategy }) => strategy === 'dense')).toMatchObject([
    { epochs: '1', values: 'learningRate=0.0029 weightDecay=0.016 dropout=0.24' },
    { epochs: '3', outcome: 'finished' },
  ]);
  expect(read('tuning', full).find((row) => row.outcome === 'diverged')?.score).toBe('');
  expect(read('sizes', full)).toHaveLength(3 * 6);
  expect(read('claims-by-size', full)[3]).toMatchObject({ scale: '0.25', outcome: 'not shown' });
  expect(read('never-predicted', full).map((row) => row.class)).toEqual(['5', '8']);
  expect(read('classes', full)).toHaveLength(6 * 10);
  expect(read('disagreements', full)[0]).toMatchObject({
    examples: '23',
    name: 'digits.jsonl:18',
    predictions_of_wrong: '7 (3), 9 (2)',
  });
  expect(read('pairs', full)[1].decided_after).toBe('4');
});
