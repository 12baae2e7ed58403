import { describe, expect, it } from 'vitest';
import {
  metricsOverSeeds,
  neverPredicted,
  perClassOverSeeds,
  scoreTest,
  type TestScores,
} from './test-scores.ts';

const classes = ['cat', 'dog', 'owl', 'eel'];
const labels = Int32Array.of(0, 0, 1, 2);

/** Predictions that are as sure as is said, the rest spread over the other classes. */
function predicting(predicted: readonly number[], sure = 0.7): TestScores {
  const probabilities = () =>
    Float32Array.from(
      predicted.flatMap((p) => classes.map((_, c) => (c === p ? sure : (1 - sure) / 3))),
    );
  return scoreTest(
    { labels, predicted: Int32Array.from(predicted), probabilities },
    classes.length,
  );
}

describe('scoreTest', () => {
  it('scores each example by each metric, whose means are the metrics', () => {
    const { ofExamples, metrics } = predicting([0, 1, 1, 0]);
    expect([...ofExamples]).toEqual([1, 0, 1, 0]);
    expect(Object.keys(metrics)).toEqual([
      'balancedAccuracy',
      'f1Macro',
      'logLoss',
      'expectedCalibrationError',
    ]);
    expect(metrics['logLoss'][0]).toBeCloseTo(-Math.log(0.7), 6);
    expect(metrics['logLoss'][1]).toBeCloseTo(-Math.log(0.1), 6);
    const mean = (name: string) => metrics[name].reduce((sum, score) => sum + score, 0) / 4;
    // Recalls of 1/2, 1 and 0; the eel is no label.
    expect(mean('balancedAccuracy')).toBeCloseTo(0.5, 12);
    // Half are right at a confidence of 0.7.
    expect(mean('expectedCalibrationError')).toBeCloseTo(0.2, 6);
  });

  it('looks at the five most probable classes where there are more than ten', () => {
    const probabilities = () => new Float32Array(4 * 11).fill(1 / 11);
    const many = scoreTest({ labels, predicted: labels, probabilities }, 11);
    expect([...many.metrics['top5Accuracy']]).toEqual([1, 1, 1, 1]);
  });

  it('has the metrics of predictions alone without probabilities', () => {
    const { ofExamples, metrics } = scoreTest(
      { labels, predicted: labels, probabilities: null },
      4,
    );
    expect([...ofExamples]).toEqual([1, 1, 1, 1]);
    expect(Object.keys(metrics)).toEqual(['balancedAccuracy', 'f1Macro']);
    expect(metrics['f1Macro'].reduce((sum, score) => sum + score) / 4).toBeCloseTo(1, 12);
  });
});

describe('over the seeds', () => {
  const seeds = [predicting([0, 0, 0, 0]), undefined, predicting([0, 1, 1, 0])];

  const ranges = { balancedAccuracy: [0, 1], logLoss: [0, 16] } as const;

  it('gives means with intervals within what is possible, and gaps where a trial failed', () => {
    const { balancedAccuracy, logLoss } = metricsOverSeeds(seeds, ranges);
    expect(balancedAccuracy.values[0]).toBeCloseTo(1 / 3, 12);
    expect(balancedAccuracy.values[1]).toBeNull();
    expect(balancedAccuracy.mean).toBeCloseTo((1 / 3 + 1 / 2) / 2, 12);
    expect([balancedAccuracy.low, balancedAccuracy.high]).toEqual([0, 1]);
    // Two of four are right with each seed.
    expect(logLoss.mean).toBeCloseTo(-(Math.log(0.7) + Math.log(0.1)) / 2, 6);
    expect(metricsOverSeeds([undefined], ranges)).toEqual({});
  });

  it('gives precision, recall and F1 of each class', () => {
    const [cat, dog, , eel] = perClassOverSeeds(seeds, classes)!;
    expect(cat).toMatchObject({ class: 'cat', examples: 2 });
    expect(cat.recall.values).toEqual([1, null, 0.5]);
    expect(cat.precision.values).toEqual([0.5, null, 0.5]);
    expect(dog.f1.values).toEqual([0, null, 2 / 3]);
    expect(eel).toMatchObject({ examples: 0, recall: { mean: 0 } });
    expect(perClassOverSeeds([undefined], classes)).toBeUndefined();
    const many = Array.from({ length: 101 }, (_, c) => String(c));
    expect(perClassOverSeeds(seeds, many)).toBeUndefined();
  });

  it('names the classes of test examples that no seed predicts', () => {
    expect(neverPredicted(seeds, classes)).toEqual(['owl']);
    expect(neverPredicted(seeds.slice(0, 2), classes)).toEqual(['dog', 'owl']);
    expect(neverPredicted([undefined], classes)).toBeUndefined();
  });
});
