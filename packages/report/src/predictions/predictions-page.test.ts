import { expect, it } from 'vitest';
import { textOf } from '../fixtures/page-text.ts';
import { predictions } from '../fixtures/predictions.ts';
import { predictionCharts } from './predictions-charts.ts';
import { predictionsPage } from './predictions-page.ts';
import { predictionsTables } from './predictions-tables.ts';
import { predictionsText } from './predictions-text.ts';
import { cautionSentences, resultSentence } from './sentences.ts';
import { csvOf } from '../table.ts';

it('says which model is best, with the verdict', () => {
  expect(resultSentence(predictions)).toBe(
    'Of 3 models, cnn has the highest mean accuracy, 91.00 % (95 % interval 89.00 % to 93.00 %), followed by ' +
      'forest with 81.00 % (95 % interval 79.00 % to 83.00 %): cnn is better than forest by 10.00 points.',
  );
});

it('ranks by the metric that is asked for, and speaks of that', () => {
  const [forest, cnn] = predictions.models;
  const comparison = { ...predictions, metric: 'logLoss', models: [forest, cnn] };
  expect(resultSentence(comparison)).toBe(
    'Of 2 models, cnn has the lowest mean log loss, 0.3100 (95 % interval 0.2900 to 0.3300), followed by ' +
      'forest with 0.6100 (95 % interval 0.5900 to 0.6300): cnn has a lower log loss than forest by 0.3000.',
  );
  const { models, differences } = predictionCharts(comparison);
  expect(models.svg).toContain('test log loss');
  expect(differences[0].svg).toContain('difference from cnn');
});

it('says what gives pause', () => {
  expect(cautionSentences(predictions)).toEqual([
    'The test examples come from 6 speakers, which count as 5 of equal size: with fewer than 20, intervals may ' +
      'be too narrow.',
    'The models have different seeds (forest: 0, 1, 2; cnn: 0, 1, 2; constant: 1): means are over all seeds of ' +
      'a model, pairs over those that both have.',
    'With a single seed, constant stands for one trained model: intervals over the test examples say nothing ' +
      'of another training.',
    'Of constant there are no probabilities, so that it has no log loss.',
    'constant never predicts 1 of 2 classes: cat.',
  ]);
  const [forest, cnn] = predictions.models;
  const apart = { ...predictions, models: [forest, { ...cnn, seeds: [5, 6, 7] }], pairs: [] };
  expect(cautionSentences(apart)).toContain(
    'Without a common seed, forest and cnn are not compared; number seeds alike.',
  );
});

it('shows models, classes, metrics, pairs and disagreements, and nothing of trainings', () => {
  const text = textOf(predictionsPage(predictions));
  for (const part of [
    'Which model predicts better? 3 models on 100 examples',
    '6 groups (speaker)',
    'constant 60.00 %',
    'Class by class',
    'Macro F1 (%)',
    '+0.3000 [+0.2000, +0.4000], p = 0.002',
    'Holm’s correction for the number of pairs.',
    'cnn is right and forest wrong on 1 test example',
    'test/7.wav',
    'npx axiswise compare-predictions a.csv b.csv',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toMatch(/parameters|epochs|untuned|undefined|NaN|null/i);
});

it('writes the table and the verdicts for a terminal', () => {
  expect(predictionsText(predictions).split('\n').slice(0, 6)).toEqual([
    '3 models on the same 100 test examples of 2 classes: 6 groups (speaker), which intervals and tests draw as ' +
      'a whole',
    '',
    'model     accuracy   95 % interval  macro F1 (%)  log loss  each seed (%)',
    '────────  ────────  ──────────────  ────────────  ────────  ─────────────────',
    'cnn        91.00 %  [89.00, 93.00]         90.00    0.3100  90.00 91.00 92.00',
    'forest     81.00 %  [79.00, 83.00]         80.00    0.6100  80.00 81.00 82.00',
  ]);
});

it('has every number in its tables', () => {
  const tables = Object.fromEntries(
    predictionsTables(predictions).map((table) => [table.name, csvOf(table)]),
  );
  expect(tables['seeds']).toContain('constant,1,accuracy,0.6\r\n');
  expect(tables['pairs']).toContain(
    'forest,cnn,logLoss,0.3,0.2,0.4,0.002,0.002,,3,cnn has a lower',
  );
  expect(tables['confusion']).toContain('constant,cat,dog,40\r\n');
});
