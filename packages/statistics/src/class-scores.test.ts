import { describe, expect, it } from 'vitest';
import { classScores, countClasses } from './class-scores.ts';
import { f1, metrics, metricScores, precision, recall, scoreInterval } from './index.ts';

// Of three examples of class 0 two are right; of one of class 1 none; class 2 is only predicted.
const labels = [0, 0, 0, 1];
const predicted = [0, 0, 2, 0];

describe('classScores', () => {
  it('gives precision, recall and F1 of each class, and 0 where there is nothing to divide by', () => {
    expect(classScores(countClasses(labels, predicted, 4))).toEqual([
      { examples: 3, predicted: 3, precision: 2 / 3, recall: 2 / 3, f1: 4 / 6 },
      { examples: 1, predicted: 0, precision: 0, recall: 0, f1: 0 },
      { examples: 0, predicted: 1, precision: 0, recall: 0, f1: 0 },
      { examples: 0, predicted: 0, precision: 0, recall: 0, f1: 0 },
    ]);
  });

  it('agrees with the metrics of predictions', () => {
    const probabilities = [
      Float32Array.from(predicted.flatMap((p) => [0, 1, 2].map((c) => Number(c === p)))),
    ];
    const meanOf = (metric: (typeof metrics)['f1Macro']) =>
      scoreInterval(metricScores(metric, { labels, probabilities })).mean;
    const scores = classScores(countClasses(labels, predicted, 3));
    for (const [c, score] of scores.entries()) {
      expect(meanOf(precision(c))).toBeCloseTo(score.precision, 12);
      expect(meanOf(recall(c))).toBeCloseTo(score.recall, 12);
      expect(meanOf(f1(c))).toBeCloseTo(score.f1, 12);
    }
    // All three classes are labels or predictions.
    expect(meanOf(metrics.f1Macro)).toBeCloseTo(
      scores.reduce((sum, each) => sum + each.f1, 0) / 3,
      12,
    );
  });
});
