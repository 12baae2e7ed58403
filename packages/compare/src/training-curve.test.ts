import type { EpochMetrics } from '@axiswise/training';
import { expect, it } from 'vitest';
import { trainingCurve } from './training-curve.ts';

const epoch = (n: number, accuracy: number, isValidated: boolean): EpochMetrics => ({
  epoch: n,
  step: n,
  learningRate: 1,
  train: { accuracy, loss: 2 },
  ...(isValidated && { validation: { accuracy: accuracy / 2, loss: 3 } }),
  seconds: 1,
  examplesPerSecond: 1,
});

it('trainingCurve takes the mean of every epoch over the seeds that trained so long', () => {
  const curve = trainingCurve([
    [epoch(1, 0.5, true), epoch(2, 0.9, true)],
    undefined,
    [epoch(1, 0.7, true)],
  ]);
  expect(curve.map((point) => point.epoch)).toEqual([1, 2]);
  expect(curve[0].trainAccuracy!.values).toEqual([0.5, null, 0.7]);
  expect(curve[0].trainAccuracy!.mean).toBeCloseTo(0.6, 12);
  expect(curve[0].trainAccuracy!.high).toBe(1);
  expect(curve[0].validationAccuracy!.mean).toBeCloseTo(0.3, 12);
  expect(curve[0].validationLoss!.mean).toBe(3);
  expect(curve[1].trainAccuracy).toEqual({
    mean: 0.9,
    low: null,
    high: null,
    values: [0.9, null, null],
  });
});

it('trainingCurve has no validation where there were no such examples, and no point without a run', () => {
  expect(trainingCurve([[epoch(1, 0.5, false)]])[0]).toMatchObject({
    validationLoss: null,
    validationAccuracy: null,
  });
  expect(trainingCurve([undefined])).toEqual([]);
});
