import { describe, expect, it } from 'vitest';
import { digitsComparison } from '../fixtures/comparison.ts';
import { regressionComparison } from '../fixtures/regression-comparison.ts';
import { comparisonCharts } from './comparison-charts.ts';
import { comparisonPage } from './comparison-page.ts';
import { comparisonTables } from './comparison-tables.ts';
import { comparisonText } from './comparison-text.ts';
import { scoreWords } from './score-words.ts';
import { csvOf } from '../table.ts';

const [experiment] = regressionComparison.experiments;

it('scoreWords write accuracies in percent, and other scores in their unit', () => {
  const accuracy = scoreWords(digitsComparison);
  expect(accuracy.title).toBe('accuracy (%)');
  expect([accuracy.value(0.98765), accuracy.difference(-0.004, -0.01, 0.002)]).toEqual([
    '98.77 %',
    '−0.40',
  ]);
  const error = scoreWords(experiment);
  expect(error).toMatchObject({
    title: 'mean squared error (mm²)',
    best: 'lowest',
    differenceUnit: 'mm²',
  });
  expect([error.value(1234.5), error.value(0.012345), error.interval(3, 12.5)]).toEqual([
    '1235 mm²',
    '0.01235 mm²',
    '[3.00, 12.50]',
  ]);
});

describe('a comparison of regressions', () => {
  it('has the lowest error first, in the unit of the targets', () => {
    const text = comparisonText(regressionComparison);
    expect(text).toMatch(/strategy +parameters +mean squared error \(mm²\) .*difference/);
    expect(text.indexOf('slide  ')).toBeLessThan(text.indexOf('span  '));
    expect(text).toContain(
      'slide has the lowest mean squared error, 12.50 mm² [10.00, 15.00], followed by span with 42.50 mm² ' +
        '[30.00, 55.00]: slide has a lower mean squared error than span by 30.00 mm² (95 % interval 19.50 to ' +
        '40.50, p = 0.001, 2 seeds).',
    );
    expect(text).not.toMatch(/accuracy|NaN/);
  });

  it('draws no percent, and writes no accuracy', () => {
    const charts = comparisonCharts(experiment);
    expect(charts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['score', 'differences', 'training-loss']),
    );
    expect(charts.map(({ name }) => name)).not.toContain('training-accuracy');
    for (const { svg } of charts) expect(svg).not.toMatch(/accuracy|NaN|%\)/);
    const page = comparisonPage(regressionComparison);
    expect(page).toContain('RMSE (mm)');
    expect(page).toContain('the mean squared error of each example takes the place of accuracy');
    expect(page).not.toMatch(/NaN|percentage points, on the same/);
  });

  it('has tables of its scores', () => {
    const csv = (name: string) =>
      csvOf(comparisonTables(regressionComparison).find((table) => table.name === name)!);
    expect(csv('scores')).toContain('span,mean squared error,mm²,42.5,30,55,100');
    expect(csv('trial-scores')).toContain('slide,8000,1,15');
  });
});
