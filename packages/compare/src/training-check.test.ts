import type { EpochMetrics } from '@axiswise/training';
import { describe, expect, it } from 'vitest';
import type { ComparedPair, TrainingCheck } from './comparison.ts';
import { checkTraining, type TrainedSeeds } from './training-check.ts';

const testExamples = 200;

/** Right for the first examples, as many as the share says. */
const rightFor = (share: number): Uint8Array =>
  Uint8Array.from({ length: testExamples }, (_, i) => Number(i < share * testExamples));

/** The majority class is that of every fourth example. */
const ofMajority = Uint8Array.from({ length: testExamples }, (_, i) => Number(i % 4 === 3));

/** The accuracies of a run, epoch by epoch; the loss falls as the validation accuracy rises. */
const historyOf = (train: readonly number[], validation?: readonly number[]): EpochMetrics[] =>
  train.map((accuracy, i) => ({
    epoch: i + 1,
    step: i + 1,
    learningRate: 0.1,
    train: { accuracy, loss: 1 - accuracy },
    ...(validation && { validation: { accuracy: validation[i], loss: 1 - validation[i] } }),
    seconds: 1,
    examplesPerSecond: 1,
  }));

const settled = historyOf([0.5, 0.8, 0.9, 0.9], [0.5, 0.8, 0.85, 0.85]);

const check = (
  seeds: Partial<TrainedSeeds>,
  { epochs = 4, pairs = [] as readonly ComparedPair[] } = {},
): TrainingCheck =>
  checkTraining(
    {
      name: 'span',
      histories: [settled, settled, settled],
      scores: [0.8, 0.81, 0.79].map(rightFor),
      ...seeds,
    },
    {
      constant: {
        describe: 'the share of the class that is most frequent in training',
        scores: ofMajority,
        loss: 1,
      },
      figure: { describe: 'accuracy', better: 'higher', unit: null, isShare: true },
      hasAccuracy: true,
      scale: 1,
      linear: { name: 'linear', score: 0.7 },
      epochs,
      bestBy: { name: 'loss', metric: { better: 'lower' } },
    },
    pairs,
  );

describe('checkTraining', () => {
  it('finds nothing wrong with a strategy that learned and settled', () => {
    expect(check({})).toEqual({
      verdict: 'trained',
      because: [],
      majorityAccuracy: 0.25,
      linearAccuracy: 0.7,
    });
  });

  it('is not trained where accuracy is not shown to be above the share of the most frequent class', () => {
    // All predict the majority class; or are a little better, on too few examples to show it.
    for (const scores of [
      [ofMajority, ofMajority, ofMajority],
      [0.26, 0.3, 0.27].map(rightFor),
      [rightFor(0.29)],
    ]) {
      const { verdict, because } = check({ scores });
      expect(verdict).toBe('not trained');
      expect(because[0]).toMatch(
        /^its test accuracy, 2\d\.\d\d %, is not shown to be above 25\.00 %, the share of the class/,
      );
    }
    expect(check({ scores: [rightFor(0.6)] }).verdict).toBe('trained');
  });

  it('is not trained where it is shown to be below the linear baseline, whichever way the pair is noted', () => {
    const pair = {
      a: 'linear',
      b: 'span',
      difference: 0.05,
      low: 0.01,
      high: 0.09,
      pHolm: 0.01,
      verdict: 'linear is better than span by 5 points',
    } as ComparedPair;
    const negated = { ...pair, a: 'span', b: 'linear', difference: -0.05, low: -0.09, high: -0.01 };
    for (const each of [pair, negated]) {
      expect(check({}, { pairs: [each] })).toMatchObject({
        verdict: 'not trained',
        because: [`it is below the linear baseline: ${pair.verdict}`],
      });
    }
    const others = [
      { ...pair, pHolm: 0.2 },
      { ...pair, low: -0.01 },
      { ...pair, a: 'span', b: 'linear' },
      { ...pair, a: 'slide' },
    ];
    for (const each of others) expect(check({}, { pairs: [each] }).verdict).toBe('trained');
  });

  it('is not trained where no trial finished', () => {
    expect(check({ histories: [], scores: [] })).toMatchObject({
      verdict: 'not trained',
      because: ['none of its trials finished'],
    });
  });

  const rising = historyOf([0.5, 0.6, 0.7, 0.78], [0.5, 0.6, 0.68, 0.75]);

  it('was stopped early where training accuracy rose by more than two points in the second half, to the end', () => {
    expect(check({ histories: [rising, rising, settled] })).toMatchObject({
      verdict: 'stopped early',
      because: [
        'it was still rising when it was stopped: in the second half of its 4 epochs training accuracy ' +
          'rose by 15.3 points and validation accuracy by 11.7 points',
      ],
    });
    // In most seeds.
    const peaked = historyOf([0.5, 0.6, 0.7, 0.78], [0.5, 0.6, 0.68, 0.6]);
    expect(check({ histories: [rising, peaked, peaked] }).verdict).toBe('trained');
  });

  it('was not where it only crept to the end, as every schedule that ends at zero does', () => {
    const creeping = historyOf([0.7, 0.89, 0.9, 0.908], [0.7, 0.85, 0.854, 0.858]);
    expect(check({ histories: [creeping, creeping] }).verdict).toBe('trained');
  });

  it('was not where it only learned its training examples further, or has learned them all', () => {
    const overfitting = historyOf([0.5, 0.8, 0.9, 0.95], [0.5, 0.8, 0.81, 0.804]);
    expect(check({ histories: [overfitting] }).verdict).toBe('trained');
    const learned = historyOf([0.8, 0.95, 0.99, 0.995], [0.8, 0.9, 0.93, 0.95]);
    expect(check({ histories: [learned] }).verdict).toBe('trained');
  });

  it('was not where it predicts nearly all validation examples, though dropout hides that in training', () => {
    const nearlyAll = historyOf([0.8, 0.9, 0.93, 0.95], [0.95, 0.98, 0.99, 0.992]);
    expect(check({ histories: [nearlyAll] }).verdict).toBe('trained');
    const less = historyOf([0.8, 0.9, 0.93, 0.95], [0.95, 0.97, 0.98, 0.985]);
    expect(check({ histories: [less] }).verdict).toBe('stopped early');
  });

  it('was not where patience ended training before its last epoch', () => {
    expect(check({ histories: [rising, rising] }, { epochs: 6 }).verdict).toBe('trained');
  });

  it('counts from what an untrained network predicts where there was one epoch', () => {
    const [first] = historyOf([0.5], [0.6]);
    expect(check({ histories: [[first]] }, { epochs: 1 }).because[0]).toMatch(
      /in its only epoch training accuracy rose by 25\.0 points and validation accuracy by 35\.0 points/,
    );
  });

  it('goes by training accuracy alone where there are no validation examples', () => {
    expect(check({ histories: [historyOf([0.5, 0.6, 0.7, 0.78])] }).because[0]).toMatch(
      /training accuracy rose by 18\.0 points$/,
    );
    expect(check({ histories: [historyOf([0.5, 0.8, 0.804, 0.806])] }).verdict).toBe('trained');
  });

  it('says all that is wrong', () => {
    const { verdict, because } = check({ histories: [rising], scores: [ofMajority] });
    expect(verdict).toBe('not trained');
    expect(because).toHaveLength(2);
  });
});

describe('checkTraining of numbers', () => {
  // Squared errors: those of the mean of the targets, and half of them.
  const ofMean = Float64Array.from({ length: testExamples }, (_, i) => 1 + (i % 7));
  const half = ofMean.map((error) => error / 2);
  /** Mean squared errors, epoch by epoch; that of the mean of the targets is 4. */
  const lossesOf = (train: readonly number[], validation: readonly number[]): EpochMetrics[] =>
    train.map((loss, i) => ({
      ...settled[0],
      epoch: i + 1,
      train: { loss },
      validation: { loss: validation[i] },
    }));
  const checkNumbers = (
    history: readonly EpochMetrics[],
    scores: Float64Array,
    pairs: readonly ComparedPair[] = [],
  ): TrainingCheck =>
    checkTraining(
      { name: 'span', histories: [history, history], scores: [scores, scores] },
      {
        constant: {
          describe: 'that of always predicting the mean of the training targets',
          scores: ofMean,
          loss: 4,
        },
        figure: { describe: 'mean squared error', better: 'lower', unit: 'mm²', isShare: false },
        hasAccuracy: false,
        scale: 4,
        linear: { name: 'linear', score: 3 },
        epochs: 4,
        bestBy: { name: 'loss', metric: { better: 'lower' } },
      },
      pairs,
    );
  const flat = lossesOf([3, 1.02, 1, 0.99], [3, 1.03, 1.02, 1.02]);

  it('goes by the error of the mean of the targets', () => {
    expect(checkNumbers(flat, half)).toEqual({
      verdict: 'trained',
      because: [],
      majorityAccuracy: null,
      linearAccuracy: null,
    });
    expect(checkNumbers(flat, ofMean).because).toEqual([
      'its test mean squared error, 3.970 mm², is not shown to be below 3.970 mm², that of always ' +
        'predicting the mean of the training targets',
    ]);
  });

  it('is not trained above the linear baseline: a lower error is better', () => {
    const pair = { a: 'span', b: 'linear', low: 0.5, difference: 1, high: 1.5, pHolm: 0.01 };
    const verdict = 'linear has a lower mean squared error than span';
    expect(checkNumbers(flat, half, [{ ...pair, verdict } as ComparedPair]).because).toEqual([
      `it is above the linear baseline: ${verdict}`,
    ]);
  });

  it('was stopped early where the loss fell by more than two hundredths of that of the constant', () => {
    const falling = lossesOf([3, 2, 1.5, 1.2], [3, 2.2, 1.8, 1.6]);
    expect(checkNumbers(falling, half)).toMatchObject({
      verdict: 'stopped early',
      because: [
        'it was still improving when it was stopped: in the second half of its 4 epochs the training loss ' +
          'fell by 20.0 % and the validation loss by 15.0 % of the loss of the constant prediction',
      ],
    });
  });
});
