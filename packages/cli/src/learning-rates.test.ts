import { expect, it } from 'vitest';
import { suggestionText } from './learning-rates.ts';

const points = [1e-6, 10].map((learningRate) => ({ learningRate, loss: 1, smoothed: 1 }));

it('says in a sentence what a range test suggests', () => {
  expect(
    suggestionText({ optimizer: 'adam', suggestion: 0.003_921, lowest: 0.02611, points }),
  ).toBe(
    'with adam, the loss falls fastest at a learning rate of 0.0039 and is lowest at 0.026: try ' +
      '--learning-rate 0.0039',
  );
  expect(suggestionText({ optimizer: 'sgd', suggestion: null, lowest: 1, points })).toBe(
    'with sgd, the loss does not fall at any learning rate from 0.000001 to 10: look at the curve, the data ' +
      'and the batch size',
  );
});
