import { expect, it } from 'vitest';
import { metricVerdict } from './metric-verdict.ts';
import { metrics } from './metrics.ts';

const pair = { a: 'slide', b: 'span', seeds: 5 };

it.each([
  [
    'f1Macro',
    { difference: 0.032, low: 0.021, high: 0.043, pHolm: 0.004 },
    'slide has a higher macro F1 than span by 3.20 points (95 % interval 2.10 to 4.30, p = 0.004, 5 seeds)',
  ],
  [
    'f1Macro',
    { difference: -0.032, low: -0.043, high: -0.021, pHolm: 0.004 },
    'span has a higher macro F1 than slide by 3.20 points (95 % interval 2.10 to 4.30, p = 0.004, 5 seeds)',
  ],
  [
    'logLoss',
    { difference: -0.12, low: -0.2, high: -0.04, pHolm: 0.01 },
    'slide has a lower log loss than span by 0.1200 (95 % interval 0.0400 to 0.2000, p = 0.010, 5 seeds)',
  ],
  [
    'logLoss',
    { difference: 0.12, low: -0.04, high: 0.28, pHolm: 0.2 },
    'no difference of log loss shown between slide and span with 5 seeds (+0.1200, 95 % interval −0.0400 to +0.2800, p = 0.200)',
  ],
  [
    'expectedCalibrationError',
    { difference: 0.0004, low: null, high: null, pHolm: null },
    'one seed shows nothing of the expected calibration error of slide and span in general (a difference of +0.04 points between these two models)',
  ],
] as const)('%s %j', (name, numbers, sentence) => {
  expect(metricVerdict({ ...pair, ...numbers }, metrics[name])).toBe(sentence);
});

it('writes other figures with four digits and their unit', () => {
  const error = { describe: 'mean squared error', better: 'lower', largest: Infinity, unit: 'mm²' };
  const words = (difference: number, low: number, high: number, pHolm = 0.004): string =>
    metricVerdict({ ...pair, difference, low, high, pHolm }, { ...error, better: 'lower' });
  expect(words(-30, -40.5, -19.5)).toBe(
    'slide has a lower mean squared error than span by 30.00 mm² (95 % interval 19.50 to 40.50, p = 0.004, 5 seeds)',
  );
  expect(words(0.00312, -0.001, 0.00724, 0.2)).toBe(
    'no difference of mean squared error shown between slide and span with 5 seeds (+0.003120 mm², 95 % interval ' +
      '−0.001000 to +0.007240, p = 0.200)',
  );
});
