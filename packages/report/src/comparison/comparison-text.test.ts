import { expect, it } from 'vitest';
import {
  boardComparison,
  comparison,
  fullComparison,
  only,
  tunedComparison,
} from '../fixtures/comparison.ts';
import { comparisonText } from './comparison-text.ts';

it('shows the table, what follows from the verdicts, and the predictions', () => {
  expect(`\n${comparisonText(only(boardComparison))}\n`).toBe(`
Go boards: slide both ways, never pool
self-play: 12,000 training examples, 1,500 test examples, 5 seeds, 6 epochs in batches of 64, on wasm
Every strategy is as large as declared.
Untuned: every strategy is trained with the settings that the experiment declares, which suit some better than others.

strategy             parameters  accuracy   95 % interval  points   95 % interval  each seed (%)
───────────────────  ──────────  ────────  ──────────────  ──────  ──────────────  ─────────────────────────────
no-pooling               37,769   45.65 %  [45.36, 45.93]                          45.89 45.49 45.71 45.33 45.81
max-pooling              61,204   40.09 %  [39.73, 40.45]   −5.56  [−5.91, −5.21]  40.39 39.89 40.17 39.70 40.29
slide-rows-in-bands     412,300   31.54 %                  −14.11                  31.54

Of 3 strategies, untuned, with 5 seeds, no-pooling has the highest mean accuracy, 45.65 % [45.36, 45.93], followed by max-pooling with 40.09 % [39.73, 40.45]: no-pooling is better than max-pooling by 5.56 points (95 % interval 5.21 to 5.91, p = 0.004, 5 seeds).
Of 2 predictions of the theory, 1 is supported and 1 is not shown.

What the filters do
  no-pooling           slide row 5, slide column 5
  max-pooling          slide row 5, slide column 5; pool row 2, column 2; then slide row 3, slide column 3 (2 times)
  slide-rows-in-bands  slide row 5, span column; each band has filters of its own

Compared with no-pooling, untuned
  no-pooling is better than max-pooling by 5.56 points (95 % interval 5.21 to 5.91, p = 0.004, 5 seeds)
  one seed shows nothing of no-pooling and slide-rows-in-bands in general (a difference of 14.11 points between these two nets)

Predictions of the theory, untuned
  supported     no-pooling better than max-pooling: no-pooling is better than max-pooling by 5.56 points (95 % interval 5.21 to 5.91, p = 0.004, 5 seeds)
  not shown     no-pooling better than slide-rows-in-bands: one seed shows nothing of no-pooling and slide-rows-in-bands in general (a difference of 14.11 points between these two nets)
`);
});

it('says how strategies were tuned, what was chosen, and what lies at an edge', () => {
  const text = comparisonText(only(tunedComparison));
  expect(text).toContain(
    'Every strategy is tuned with 8 configurations each (learningRate and dropout), all for 2 epochs and the ' +
      'best 2 for 6 epochs, by the loss on the validation examples with a seed that does not count. At the ' +
      'edge of what was tried, so that better values may lie beyond: learningRate of max-pooling (high).',
  );
  expect(text).toContain(
    'Of 3 strategies, tuned with 8 configurations each, with 5 seeds, no-pooling',
  );
  expect(text).toContain(`
Chosen by tuning
  no-pooling           configuration 3: learningRate 0.002, dropout 0.31
  max-pooling          configuration 5: learningRate 0.029 (high edge), dropout 0.12
  slide-rows-in-bands  nothing, every configuration failed
`);
  expect(text).not.toContain('untuned');
});

it('names failed trials in the table and by their message', () => {
  const text = comparisonText(comparison);
  expect(text).toContain('98.70 98.55 failed 98.65 98.75');
  expect(text).toContain(
    'no-pooling, seed 2, 8,000 examples: the process ended by SIGKILL (out of memory?)',
  );
  expect(text).toContain('1 trial failed and is missing from the means.');
});

it('says in a line each what gives pause', () => {
  const text = comparisonText(only(fullComparison));
  expect(text).toContain(`
Of 4 predictions of the theory, 2 are supported, 1 is not shown and 1 is not testable.
Seeds were added until the claims were decided, from 3 to at most 10: 26 trainings, 4 fewer than 5 seeds of each take; 1 pair is undecided. Intervals and p-values of differences are of repeated looks: they hold wherever it stopped, and are wider than those of a fixed number of seeds.
1 trial failed and is missing from the means.

To keep in mind
  locally-connected was stopped early: its training accuracy still rose by 1.20 points in the last epoch.
  dense did not train: its accuracy is at most that of the linear baseline, 96.30 %.
  dense never predicts 2 of 10 classes: 5 and 8.
  The test examples come from 6 writers, which count as 5 of equal size: with fewer than 10, intervals may be too narrow.
`);
  expect(text).toContain('2,000 test examples of 6 writers');
  expect(text).toMatch(
    /not testable {2}locally-connected better than slide-both: .*; not testable at/,
  );
  expect(text).toContain('p = 0.430); undecided');
  expect(text).toContain('5 seeds); decided after 4 seeds');
  // Our own metrics have a table on the page; a terminal is too narrow for them.
  expect(text).not.toContain('f1Macro');
});
