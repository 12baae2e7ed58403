import { describe, expect, it } from 'vitest';
import { accuracy } from './metrics/metrics.ts';
import { bestEpoch, type EpochMetrics } from './progress.ts';

const history = (...scores: readonly (readonly [loss: number, accuracy: number])[]) =>
  scores.map(([loss, accuracy], i): EpochMetrics => ({
    epoch: i + 1,
    step: i + 1,
    learningRate: 1,
    train: { accuracy: 0, loss: 0 },
    validation: { accuracy, loss },
    seconds: 1,
    examplesPerSecond: 1,
  }));

describe('bestEpoch', () => {
  const scored = history([0.7, 0.6], [0.5, 0.7], [0.6, 0.8], [0.5, 0.8]);

  it('is the first with the lowest loss', () => {
    expect(bestEpoch(scored)?.epoch).toBe(2);
  });

  it('is the first with the highest accuracy, if that is what counts', () => {
    expect(bestEpoch(scored, { name: 'accuracy', metric: accuracy })?.epoch).toBe(3);
  });

  it('is none without validation', () => {
    expect(bestEpoch([{ ...scored[0], validation: undefined } as never])).toBeUndefined();
    expect(bestEpoch([])).toBeUndefined();
  });
});
