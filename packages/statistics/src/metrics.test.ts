import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  expectedCalibrationError,
  f1,
  type Metric,
  metrics,
  metricScores,
  precision,
  recall,
  topKAccuracy,
} from './metrics.ts';
import { scoreInterval } from './score-interval.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/metrics.json', import.meta.url), 'utf8'),
) as {
  cases: {
    classes: number;
    labels: number[];
    probabilities: number[];
    accuracy: number;
    balancedAccuracy: number;
    macroF1: number;
    logLoss: number;
    topKAccuracy: [number, number][];
    expectedCalibrationError: [number, number][];
    precision: number[];
    recall: number[];
    f1: number[];
  }[];
};

describe.each(golden.cases)('agrees with scikit-learn: $classes classes', (each) => {
  const { labels } = each;
  const predictions = { labels, probabilities: [Float32Array.from(each.probabilities)] };
  const valueOf = (metric: Metric): number => scoreInterval(metricScores(metric, predictions)).mean;

  it('accuracy, balanced accuracy, macro F1, top-k accuracy', () => {
    expect(valueOf(metrics.accuracy)).toBeCloseTo(each.accuracy, 12);
    expect(valueOf(metrics.balancedAccuracy)).toBeCloseTo(each.balancedAccuracy, 12);
    expect(valueOf(metrics.f1Macro)).toBeCloseTo(each.macroF1, 12);
    for (const [k, value] of each.topKAccuracy) {
      expect(valueOf(topKAccuracy(k))).toBeCloseTo(value, 12);
    }
  });

  it('log loss, to single precision', () => {
    expect(valueOf(metrics.logLoss)).toBeCloseTo(each.logLoss, 6);
  });

  it('expected calibration error', () => {
    for (const [bins, value] of each.expectedCalibrationError) {
      expect(valueOf(expectedCalibrationError(bins))).toBeCloseTo(value, 12);
    }
  });

  it('precision, recall and F1 of each class', () => {
    for (let c = 0; c < each.classes; c++) {
      expect(valueOf(precision(c))).toBeCloseTo(each.precision[c], 12);
      expect(valueOf(recall(c))).toBeCloseTo(each.recall[c], 12);
      expect(valueOf(f1(c))).toBeCloseTo(each.f1[c], 12);
    }
  });

  it.each([
    ['balanced accuracy', metrics.balancedAccuracy],
    ['macro F1', metrics.f1Macro],
    ['recall', recall(0)],
    ['F1', f1(1)],
    ['calibration error', expectedCalibrationError(4)],
  ])('the influence of an example is how the metric changes with its weight: %s', (_, metric) => {
    // An example weighs more where all examples are repeated a thousand times and it once more.
    const copies = 1000;
    const value = valueOf(metric);
    const scores = metricScores(metric, predictions)[0];
    for (const example of [0, 1, 5]) {
      const repeated = [
        ...Array<number[]>(copies)
          .fill([...labels.keys()])
          .flat(),
        example,
      ];
      const heavier = metricScores(metric, {
        labels: repeated.map((i) => labels[i]),
        probabilities: [
          Float32Array.from(
            repeated.flatMap((i) =>
              each.probabilities.slice(i * each.classes, (i + 1) * each.classes),
            ),
          ),
        ],
      })[0];
      const changed = heavier.reduce((sum, score) => sum + score, 0) / repeated.length;
      // The derivative, but for the curvature, which is of the order of 1 / copies.
      const influence = (changed - value) * repeated.length;
      expect(Math.abs(influence - (scores[example] - value))).toBeLessThan(10 / copies);
    }
  });
});

describe('metricScores', () => {
  it('has a row for each seed', () => {
    const probabilities = [
      Float32Array.of(0.9, 0.1, 0.2, 0.8),
      Float32Array.of(0.4, 0.6, 0.5, 0.5),
    ];
    expect(metricScores(metrics.accuracy, { labels: [0, 1], probabilities })).toEqual([
      Float64Array.of(1, 1),
      Float64Array.of(0, 0),
    ]);
  });

  it('keeps the log loss of an impossible label finite', () => {
    const [[loss]] = metricScores(metrics.logLoss, {
      labels: [1, 0],
      probabilities: [[1, 0, 1, 0]],
    });
    expect(loss).toBeCloseTo(23 * Math.LN2, 12);
  });

  it('counts a class without labels and predictions as 0, and not in a mean', () => {
    const predictions = { labels: [0, 1], probabilities: [[0.9, 0.1, 0, 0.1, 0.9, 0]] };
    expect(metricScores(recall(2), predictions)).toEqual([Float64Array.of(0, 0)]);
    expect(metricScores(metrics.f1Macro, predictions)).toEqual([Float64Array.of(1, 1)]);
  });

  it('says which way is better', () => {
    expect(metrics.f1Macro.better).toBe('higher');
    expect(metrics.logLoss.better).toBe('lower');
    expect(metrics.expectedCalibrationError.better).toBe('lower');
  });

  it('refuses what are no probabilities of classes', () => {
    const of = (labels: number[], ...probabilities: number[][]) =>
      metricScores(metrics.accuracy, { labels, probabilities });
    expect(() => of([0, 1])).toThrow('of two classes or more for each of the 2 examples, got 0');
    expect(() => of([0, 1], [1, 0, 0])).toThrow('got 3 probabilities');
    expect(() => of([0, 2], [1, 0, 1, 0])).toThrow(
      'a label must be an integer from 0 to 1, got 2 for example 1',
    );
    expect(() => of([0, 1], [1, 0, 1, 0], [1, 0])).toThrow(
      'every seed must have 2 × 2 probabilities, got 2',
    );
    expect(() => of([0, 1], [1, 0, 3.5, -2.5])).toThrow(
      'the probabilities of example 1 must be 0 or above with a sum of 1 (not logits), got 3.5, -2.5',
    );
    expect(() => of([0, 1], [NaN, 0, 1, 0])).toThrow('of example 0');
  });
});
