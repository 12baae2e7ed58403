import { expect, it } from 'vitest';
import { boardComparison, only } from '../fixtures/comparison.ts';
import { comparisonText } from './comparison-text.ts';

const over = (mean: number) => ({ mean, low: null, high: null, values: [mean] });
const ofBoard = boardComparison;
const shape = { narrowest: 8, minimumWidth: 8, layersLeftOut: 0 };

it('shows accuracy by size, what is larger than asked for, and what each prediction is worth', () => {
  const scales = [1, 4].map((scale) => ({
    scale,
    size: 10_000 * scale,
    strategies: ofBoard.strategies.map(
      ({ name, parameters, macs, widthMultiplier, accuracy }, i) => ({
        ...{ name, parameters, macs, widthMultiplier, accuracy },
        ...(scale === 4 && { accuracy: over(0.5 + 0.1 * i) }),
        ...(i === 2 && scale === 1 ? { sizeRatio: 3.137, shape } : { sizeRatio: 1 }),
      }),
    ),
    pairs: [],
    claims: [],
  }));
  const text = comparisonText(
    only({
      ...ofBoard,
      budget: { of: 'parameters', reference: 'no-pooling', size: 10_000 },
      strategies: ofBoard.strategies.map((each, i) => ({
        ...each,
        sizeRatio: 1,
        ...(i === 2 && { sizeRatio: 3.137, shape }),
      })),
      scales,
      claims: ofBoard.claims.map((claim) => ({
        ...claim,
        atSizes: { outcomes: [], words: 'supported only at the budget itself' },
      })),
    }),
  );
  expect(text).toContain(
    'has the 10,000 parameters of no-pooling; the largest deviation is 0.0 %. ' +
      'Larger, because no layer is made narrower than 8: slide-rows-in-bands (3.14 times).',
  );
  expect(text).toContain(`
Shapes
  slide-rows-in-bands: its narrowest layers keep a width of 8; it still has 3.14 times the size asked for.
`);
  expect(text).toContain(`
By size
  strategy             × 1 (10,000 parameters)  × 4 (40,000 parameters)
  ───────────────────  ───────────────────────  ───────────────────────
  no-pooling            45.65 % [45.36, 45.93]                  50.00 %
  max-pooling           40.09 % [39.73, 40.45]                  60.00 %
  slide-rows-in-bands                  31.54 %                  70.00 %
  Larger than × 1, since no layer may be narrower: slide-rows-in-bands (3.14 times).
  no-pooling better than max-pooling: supported only at the budget itself.
  no-pooling better than slide-rows-in-bands: supported only at the budget itself.
`);
});

it('says of which multiple its sizes are', () => {
  const text = comparisonText(
    only({
      ...ofBoard,
      budget: { of: 'macs', reference: 'no-pooling', size: 40_000, scale: 4 },
    }),
  );
  expect(text).toContain(
    'the 40,000 multiply-accumulates per example, 4 times those of no-pooling;',
  );
  expect(text).not.toContain('By size');
});
